#!/usr/bin/env bash
# The fence devices: lab/fence simulates them in the network namespace "bmc", and they call the lab for the hosts' power.

# What the devices call: "power on|off|status HOST". A program of its own, because some of them clean their environment.
write_power_command() {
  cat >"$LAB_DIR/power" <<END
#!/bin/sh
HALO_LAB=$LAB_NAME exec $REPOSITORY/lab/lab power "\$@"
END
  chmod +x "$LAB_DIR/power"
}

with_devices() {
  env "$LAB_MARK" LAB_DIR="$LAB_DIR" LAB_NAME="$LAB_NAME" LAB_HOSTS="${HOSTS[*]}" LAB_BMC_NETNS="$(netns bmc)" LAB_POWER="$LAB_DIR/power" "$@"
}

device() { [ "$PLAN_FENCE" = none ] || with_devices "$REPOSITORY/lab/fence/devices" "$@" 8>&- 9>&-; }

# The password of the BMCs lies with HALO's configuration on the management host.
device_parameters() {
  [ "$PLAN_FENCE" != none ] || return 0
  with_devices "$REPOSITORY/lab/fence/parameters" "$PLAN_FENCE" "$1" | sed "s|$LAB_DIR/fence/|/etc/halo/|"
}

start_devices() {
  [ "$PLAN_FENCE" != none ] || return 0
  device start "$PLAN_FENCE"
  install -m 600 "$LAB_DIR/fence/bmc.secret" "$(host_dir mgmt)/etc/bmc.secret"
}
