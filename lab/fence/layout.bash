# shellcheck shell=bash
# Where the lab's fence devices lie and what they are called, for the scripts beside this one.

readonly KINDS=(powerman ipmilan redfish)
readonly POWERMAN_ADDRESS=10.79.0.100 POWERMAN_PORT=10101
# Every host's BMC, or power controller, has an address of its own: this and the host's number.
readonly BMC_NETWORK=10.79.0 FIRST_BMC=110
readonly CONTROLLER_PORT=4001 IPMI_PORT=623 REDFISH_PORT=443
readonly USERNAME=admin

say() { printf '%s: %s\n' "${0##*/}" "$*"; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }
usage() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 64; }

# need VARIABLE... : each must be in the environment.
need() {
  local variable
  for variable in "$@"; do
    [ -n "${!variable-}" ] || usage "$variable is not in the environment; docs/lab-fence-devices.md tells what it holds"
  done
  [[ $LAB_DIR == /* ]] || usage "LAB_DIR must be an absolute path, not \"$LAB_DIR\""
}

folder() { printf '%s/fence' "$LAB_DIR"; }
secret_file() { printf '%s/bmc.secret' "$(folder)"; }
fault_file() { printf '%s/faults/%s' "$(folder)" "$1"; }

# address_of HOST : fails where there is no such host.
address_of() {
  local host number=0
  for host in $LAB_HOSTS; do
    if [ "$host" = "$1" ]; then
      printf '%s.%d' "$BMC_NETWORK" "$((FIRST_BMC + number))"
      return
    fi
    number=$((number + 1))
  done
  return 1
}

need_host() { address_of "$1" >/dev/null || usage "there is no host \"$1\" in LAB_HOSTS ($LAB_HOSTS)"; }

need_kind() { [[ " ${KINDS[*]} " == *" $1 "* ]] || usage "there is no kind \"$1\"; choose one of: ${KINDS[*]}"; }
