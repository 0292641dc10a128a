#!/usr/bin/env bash
# HALO on the lab's hosts: its configuration, the environment of its services, and the CLI.

# The settings that HALO's services find in their environment, as /etc/sysconfig/halo has them for systemd.
write_environments() {
  local host
  for host in "${HOSTS[@]}"; do
    printf '%s\n' "HALO_NET=$(network_address a).0/24,$(network_address b).0/24" HALO_LOG=info >"$(host_dir "$host")/etc/environment"
  done
  printf '%s\n' HALO_MANAGE=1 HALO_LOG=info >"$(host_dir mgmt)/etc/environment"
}

write_services() {
  local host
  for host in "${HOSTS[@]}"; do
    case $(storage_of "$host") in
      zfs) printf '%s\n' zfs-fuse halo_remote ;;
      *) printf '%s\n' halo_remote ;;
    esac >"$(host_dir "$host")/services"
  done
  # The manager is started once all pools are made.
  : >"$(host_dir mgmt)/services"
}

write_configuration() { configuration >"$(host_dir mgmt)/etc/halo.conf"; }

configuration() {
  local host
  if [ ${#PLAN_SETTINGS[@]} -gt 0 ]; then
    printf 'settings:\n'
    printf '  %s\n' "${PLAN_SETTINGS[@]}"
  fi
  printf 'hosts:\n'
  for host in "${HOSTS[@]}"; do configuration_of_host "$host"; done
  printf 'failover_pairs:\n'
  for host in "${HOSTS[@]}"; do [ $((10#${host#oss} % 2)) = 1 ] || printf -- '- [%s, %s]\n' "$host" "$(partner_of "$host")"; done
}

configuration_of_host() {
  local root target kind parameters from number
  number=$(address_number "$1") root=$(root_of "$1") target=$(target_of "$1")
  case $(storage_of "$1") in
    ext4) kind=Filesystem parameters="{ device: /dev/lab/$root, directory: /mnt/$root, fstype: ext4 }" from=/mnt/$root/$target ;;
    zfs) kind=ZFS parameters="{ pool: $root, importargs: \"-d /dev/lab\" }" from=$root/$target ;;
  esac
  cat <<END
- hostname: $1
  addresses: [$(network_address a).$number, $(network_address b).$number]
$(device_parameters "$1" | sed 's/^/  /')
  resources:
    $root:
      kind: heartbeat/$kind
      parameters: $parameters
      requires: null
      timeouts: { $(timeouts_of "$root") }
    $target:
      kind: lustre/Lustre
      parameters: { target: $from, mountpoint: /mnt/$target }
      requires: $root
      timeouts: { $(timeouts_of "$target") }
END
}

# "start: 5s, stop: 5s"
timeouts_of() {
  local timeout all=
  for timeout in "${PLAN_TIMEOUTS[@]}"; do
    [ "${timeout%% *}" != "$1" ] || all+="${all:+, }${timeout#* }"
  done
  printf '%s' "$all"
}

manager() { host_exec mgmt /lab/host/service "$1" halo_manager; }

remote() { host_exec "$1" /lab/host/service "$2" halo_remote; }

halo() { host_exec mgmt /lab/bin/halo "$@"; }

start_manager() {
  manager start
  await_manager
}

await_manager() { within 60 halo_answers || die "the manager does not answer: see $LAB_DIR/log/mgmt.halo_manager.log"; }

# Gives a host power; the management host is on when its manager answers.
turn_on() {
  power_on "$1"
  if [ "$1" = mgmt ] && host_runs mgmt halo_manager; then await_manager; fi
}

halo_answers() { halo status >/dev/null 2>&1; }

host_runs() { has_power "$1" && has_booted "$1" && host_exec "$1" /lab/host/service status "$2"; }
