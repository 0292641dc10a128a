#!/usr/bin/env bash
# The networks: a switch with three bridges. Hosts and mgmt are on a and b; mgmt and the fence devices are on bmc.

readonly BMC_SERVICE_NUMBER=100 BMC_FIRST_NUMBER=110

make_networks() {
  local network host
  ip netns add "$(netns switch)"
  ip netns add "$(netns bmc)"
  ip -n "$(netns bmc)" link set dev lo up
  for network in a b bmc; do
    ip -n "$(netns switch)" link add name "$network" type bridge
    ip -n "$(netns switch)" link set dev "$network" up
  done
  plug_in bmc bmc "$BMC_SERVICE_NUMBER"
  for host in "${HOSTS[@]}"; do
    ip -n "$(netns bmc)" address add "$(network_address bmc).$((BMC_FIRST_NUMBER + $(host_number "$host")))/24" dev bmc
  done
}

networks_of() {
  case $1 in
    mgmt) printf 'a b bmc' ;;
    *) printf 'a b' ;;
  esac
}

# A host's namespace and its cables. A cable that was cut before stays cut.
plug_in_host() {
  local network
  ip netns add "$(netns "$1")"
  ip -n "$(netns "$1")" link set lo up
  for network in $(networks_of "$1"); do plug_in "$1" "$network" "$(address_number "$1")"; done
}

# plug_in NAME NETWORK NUMBER. The hardware address is fixed (each network is a bridge of its own): a host that comes back with another one is not found for a while.
plug_in() {
  local name=$1 network=$2 number=$3 state=up
  [ ! -e "$LAB_DIR/cut/$name-$network" ] || state=down
  ip -n "$(netns switch)" link add name "$name-$network" type veth peer name "$network" \
    address "$(printf '02:48:4c:00:00:%02x' "$number")" netns "$(netns "$name")"
  ip -n "$(netns switch)" link set dev "$name-$network" master "$network" "$state"
  ip -n "$(netns "$name")" address add "$(network_address "$network").$number/24" dev "$network"
  ip -n "$(netns "$name")" link set dev "$network" up
}

# All at once and before anything else of the host ends, or its kernel would say goodbye to those it talks to.
unplug_host() {
  local network
  for network in $(networks_of "$1"); do printf 'link del dev %s-%s\n' "$1" "$network"; done |
    ip -n "$(netns switch)" -force -batch - 2>/dev/null || true
}

# cut_or_heal down|up HOST [a|b]. The network of the fence devices is never cut.
cut_or_heal() {
  local state=$1 host=$2 network
  note "cables $state" "$host" "${@:3}"
  for network in ${3:-a b}; do
    if [ "$state" = down ]; then touch "$LAB_DIR/cut/$host-$network"; else rm -f "$LAB_DIR/cut/$host-$network"; fi
    # Without power there is no cable in the switch.
    if has_power "$host"; then ip -n "$(netns switch)" link set dev "$host-$network" "$state"; fi
  done
}

cable_state() { if [ -e "$LAB_DIR/cut/$1-$2" ]; then printf cut; else printf up; fi; }

remove_networks() {
  local space
  for space in "/run/netns/$LAB_PREFIX"*; do
    [ ! -e "$space" ] || ip netns del "${space#/run/netns/}"
  done
}
