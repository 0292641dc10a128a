#!/usr/bin/env bash
# What the lab was told to be when it was set up; later commands read it from the lab's folder.

PLAN_FENCE=powerman
PLAN_MTLS=0
# One word for each failover pair.
PLAN_STORAGE=(ext4 zfs)
# Of HALO's configuration: "key: value".
PLAN_SETTINGS=()
# Of its resources: "RESOURCE OPERATION: duration".
PLAN_TIMEOUTS=()
# Seconds between two signs of life that a mounted ext4 writes to the disk; 0: no protection against multiple mounts.
PLAN_MMP_INTERVAL=1
HOSTS=()

read_plan_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --fence) PLAN_FENCE=${2-} && shift ;;
      --mtls) PLAN_MTLS=1 ;;
      --storage) IFS=, read -r -a PLAN_STORAGE <<<"${2-}" && shift ;;
      --mmp-interval) PLAN_MMP_INTERVAL=${2-} && shift ;;
      --settings)
        while [[ ${2-} == *=* ]]; do
          PLAN_SETTINGS+=("${2%%=*}: ${2#*=}")
          shift
        done
        ;;
      --timeouts)
        while [[ ${2-} =~ ^([^.]+)\.([^=]+)=(.*)$ ]]; do
          PLAN_TIMEOUTS+=("${BASH_REMATCH[1]} ${BASH_REMATCH[2]}: ${BASH_REMATCH[3]}")
          shift
        done
        ;;
      *) die "up: there is no \"$1\"; see \"lab/lab help\"" ;;
    esac
    shift || die "up: the last option wants a value"
  done
  check_plan
  name_hosts
}

check_plan() {
  local kind
  case $PLAN_FENCE in powerman | ipmilan | redfish | none) ;; *) die "--fence is powerman, ipmilan, redfish or none, not \"$PLAN_FENCE\"" ;; esac
  case $PLAN_MMP_INTERVAL in '' | *[!0-9]*) die "--mmp-interval is a number of seconds, not \"$PLAN_MMP_INTERVAL\"" ;; esac
  [ ${#PLAN_STORAGE[@]} -gt 0 ] || die "--storage wants ext4 or zfs for each failover pair, such as ext4,zfs"
  for kind in "${PLAN_STORAGE[@]}"; do
    case $kind in ext4 | zfs) ;; *) die "--storage is ext4 or zfs for each failover pair, such as ext4,zfs; not \"$kind\"" ;; esac
  done
}

name_hosts() {
  local number
  HOSTS=()
  for ((number = 0; number < 2 * ${#PLAN_STORAGE[@]}; number++)); do HOSTS+=("$(printf 'oss%02d' "$number")"); done
}

write_plan() { declare -p PLAN_FENCE PLAN_MTLS PLAN_STORAGE PLAN_SETTINGS PLAN_TIMEOUTS PLAN_MMP_INTERVAL | sed 's/^declare -[^ ]* //' >"$LAB_DIR/plan"; }

read_plan() {
  [ -e "$LAB_DIR/plan" ] || die "the lab \"$LAB_NAME\" is not up: run \"lab/lab up\""
  # shellcheck disable=SC1091  # written by write_plan
  . "$LAB_DIR/plan"
  name_hosts
}
