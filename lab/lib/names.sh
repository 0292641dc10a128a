#!/usr/bin/env bash
# What things are called and where they lie. A lab is a folder and a prefix for its network namespaces, so that several labs can
# run side by side; addresses are the same in all of them.

LAB_NAME=${HALO_LAB:-lab}
LAB_DIR=$REPOSITORY/out/lab/$LAB_NAME
# In the environment of everything that the lab starts outside its hosts.
# shellcheck disable=SC2034  # used by others
LAB_MARK=HALO_LAB_DIR=$LAB_DIR
# Checkouts beside each other may both have a lab of this name.
LAB_PREFIX=halo.$LAB_NAME-$(printf '%s' "$LAB_DIR" | cksum | cut -d ' ' -f 1).

export LAB_NAME LAB_DIR

check_name() {
  case $LAB_NAME in
    '' | *[!A-Za-z0-9_-]*) die "HALO_LAB=$LAB_NAME: a lab's name has letters, digits, \"_\" and \"-\"" ;;
  esac
}

# The network namespace of a host, or of "switch", "bmc".
netns() { printf '%s%s' "$LAB_PREFIX" "$1"; }

# What a host has for itself; it finds this in /lab/own.
host_dir() { printf '%s/hosts/%s' "$LAB_DIR" "$1"; }

# 3 for oss03.
host_number() { printf '%d' "$((10#${1#oss}))"; }

# The last number of its addresses in all networks.
address_number() {
  case $1 in
    mgmt) printf 1 ;;
    *) printf '%d' "$((10 + $(host_number "$1")))" ;;
  esac
}

# network a, b or bmc
network_address() {
  case $1 in
    a) printf '10.77.0' ;;
    b) printf '10.78.0' ;;
    bmc) printf '10.79.0' ;;
  esac
}

pair_of() { printf '%d' "$(($(host_number "$1") / 2))"; }

partner_of() { printf 'oss%02d' "$(($(host_number "$1") ^ 1))"; }

# ext4 or zfs
storage_of() { printf '%s' "${PLAN_STORAGE[$(pair_of "$1")]}"; }

# The root of the group whose home host this is: disk0 or pool2.
root_of() {
  case $(storage_of "$1") in
    ext4) printf 'disk%d' "$(host_number "$1")" ;;
    zfs) printf 'pool%d' "$(host_number "$1")" ;;
  esac
}

target_of() { printf 'ost%d' "$(host_number "$1")"; }

is_host() {
  local host
  for host in "${HOSTS[@]}"; do [ "$host" = "$1" ] && return; done
  return 1
}

need_host() { is_host "${1-}" || die "there is no host \"${1-}\"; there are ${HOSTS[*]}"; }

need_machine() { [ "${1-}" = mgmt ] || is_host "${1-}" || die "there is no host \"${1-}\"; there are mgmt ${HOSTS[*]}"; }
