#!/usr/bin/env bash
# Who has which disk, by the file systems' own word and without asking HALO or any host: /sys/fs/ext4/loopN exists as long as an
# ext4 on that loop device is mounted anywhere; zfs-fuse has the disk of an imported pool open; and the kernel's log says when
# ext4's protection against multiple mounts refused a mount. A process of the lab watches all the time and writes down
#   log/disks    every change: seconds, host, disk, "taken" or "left"
#   violations   every disk that two hosts had at once, or that a host tried to mount while another had it

readonly WITNESS_PAUSE=0.02

# has_disk HOST DISK MINOR : whether the host has the disk's file system mounted, or its pool imported. Starts no process.
has_disk() {
  case $2 in
    pool*) has_pool "$1" "$2" ;;
    *) [ -d "/sys/fs/ext4/loop$3" ] && is_disk_of "$@" ;;
  esac
}

# is_disk_of HOST DISK MINOR : a loop device that the host has just given back may be another lab's already.
is_disk_of() {
  local file=
  { read -r file <"/sys/block/loop$3/loop/backing_file"; } 2>/dev/null || true
  [[ $file == "$LAB_DIR/cables/$1/$2.img"* || $file == "/$2.img"* ]]
}

has_pool() {
  local first daemon descriptor
  { read -r first _ <"$LAB_DIR/hosts/$1/process" && read -r daemon <"/proc/$first/root/run/zfs-fuse.process"; } 2>/dev/null || return 1
  for descriptor in "/proc/$first/root/proc/$daemon/fd"/*; do
    [ "$descriptor" -ef "/proc/$first/root/dev/lab/$2" ] && return
  done
  return 1
}

# Puts "DISK MINOR" of each disk that a host's cable leads to into CONNECTED. Fails where it leads to none: it may be pulled out in this moment.
read_connected() { mapfile -t CONNECTED <"$LAB_DIR/cables/$1.loops"; } 2>/dev/null

# The disks that a host has.
disks_held_by() {
  local line
  read_connected "$1" || return 0
  for line in "${CONNECTED[@]}"; do
    if has_disk "$1" "${line% *}" "${line#* }"; then printf '%s\n' "${line% *}"; fi
  done
}

# keep_watch disks|kernel : what ends the watch would otherwise look as if all were well.
keep_watch() {
  trap 'violated "nobody watches the disks any more: see log/witness"' EXIT
  "watch_$1"
}

watch_disks() {
  local -A holders=()
  local host disk line pause
  # To wait without starting a process fifty times a second.
  exec {pause}<> <(:)
  while :; do
    for host in "${HOSTS[@]}"; do
      if read_connected "$host"; then
        for line in "${CONNECTED[@]}"; do note_disk "$host" "${line% *}" "${line#* }"; done
      else
        for disk in "${!holders[@]}"; do note_left "$host" "$disk"; done
      fi
    done
    read -r -t "$WITNESS_PAUSE" -u "$pause" || true
  done
}

note_disk() {
  if ! has_disk "$@"; then
    note_left "$1" "$2"
  elif [[ ${holders[$2]-} != *" $1 "* ]]; then
    printf '%s %s %s taken\n' "$EPOCHREALTIME" "$1" "$2" >>"$LAB_DIR/log/disks"
    look_again_at_holders "$2"
    [[ ${holders[$2]-} != *[!\ ]* ]] || violated "$2 is mounted on $1 and on${holders[$2]%% } at once"
    holders[$2]="${holders[$2]-} $1 "
  fi
}

# look_again_at_holders DISK : hosts are looked at one after the other, and whoever had the disk may have given it back since.
look_again_at_holders() {
  local holder
  for holder in ${holders[$1]-}; do
    [[ $'\n'$(disks_held_by "$holder")$'\n' == *$'\n'"$1"$'\n'* ]] || note_left "$holder" "$1"
  done
}

note_left() {
  [[ ${holders[$2]-} == *" $1 "* ]] || return 0
  holders[$2]=${holders[$2]/ $1 /}
  printf '%s %s %s left\n' "$EPOCHREALTIME" "$1" "$2" >>"$LAB_DIR/log/disks"
}

violated() { printf '%s %s\n' "$EPOCHREALTIME" "$1" >>"$LAB_DIR/violations"; }

watch_kernel() {
  local line
  dmesg --follow-new --notime | while read -r line; do
    # EXT4-fs warning (device loop7): ext4_multi_mount_protect:385: Device is already active on another node.
    [[ $line == *"(device loop"*"Device is already active on another node"* ]] || continue
    line=${line#*(device loop}
    note_refused_mount "${line%%)*}"
  done
}

# Only for the loop devices of this lab.
note_refused_mount() {
  local host line
  for host in "${HOSTS[@]}"; do
    read_connected "$host" || continue
    for line in "${CONNECTED[@]}"; do
      [ "${line#* }" != "$1" ] || ! is_disk_of "$host" "${line% *}" "$1" || violated "$host tried to mount ${line% *}, which is mounted on another host: ext4 refused"
    done
  done
}

start_witness() {
  launch "$LAB_DIR/log/witness" env "HALO_LAB=$LAB_NAME" "$REPOSITORY/lab/lab" witness disks
  launch "$LAB_DIR/log/witness" env "HALO_LAB=$LAB_NAME" "$REPOSITORY/lab/lab" witness kernel
}

show_violations() { [ ! -s "$LAB_DIR/violations" ] || cat "$LAB_DIR/violations"; }
