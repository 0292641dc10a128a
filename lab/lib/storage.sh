#!/usr/bin/env bash
# The disks: images that both hosts of a pair reach. Each host has a cable of its own to them (bindfs, which can be pulled out, so
# that nothing more reaches the disk) and loop devices of its own (two mounts of one loop device would be one file system to the
# kernel, and its protection against multiple mounts would see nothing).

disks_dir() { printf '%s/disks/%s' "$LAB_DIR" "$1"; }

# Where a host's cable ends. Loop devices on it are this lab's.
cable_dir() { printf '%s/cables/%s' "$LAB_DIR" "$1"; }

# The disks that a host's cable leads to: those of its pair.
disks_of() {
  case $1 in
    mgmt) printf 'state' ;;
    *) printf 'pair%d' "$(pair_of "$1")" ;;
  esac
}

make_disks() {
  local host folder
  for host in "${HOSTS[@]}"; do
    folder=$(disks_dir "$(disks_of "$host")")
    mkdir -p "$folder"
    case $(storage_of "$host") in
      ext4) make_ext4 "$folder/$(root_of "$host").img" "$(target_of "$host")" ;;
      # A pool is made by the first host that has it.
      zfs) truncate -s 128M "$folder/$(root_of "$host").img" ;;
    esac
  done
  mkdir -p "$(disks_dir state)"
  truncate -s 16M "$(disks_dir state)/state.img"
  mkfs.ext4 -q "$(disks_dir state)/state.img"
}

# make_ext4 IMAGE FOLDER : with protection against multiple mounts, unless its interval is 0, and with one folder in it
make_ext4() {
  local content extended=lazy_itable_init=0,lazy_journal_init=0
  local -a protection=()
  if [ "$PLAN_MMP_INTERVAL" != 0 ]; then
    protection=(-O mmp)
    extended+=,mmp_update_interval=$PLAN_MMP_INTERVAL
  fi
  content=$(mktemp -d "$LAB_DIR/content.XXXXXX")
  mkdir "$content/$2"
  truncate -s 64M "$1"
  mkfs.ext4 -q "${protection[@]}" -E "$extended" -d "$content" "$1"
  rm -r "$content"
}

# Plugs a host's cable in: one loop device for each disk, listed in the host's own folder as "NAME MAJOR MINOR".
connect_disks() {
  local cable image device
  cable=$(cable_dir "$1")
  mkdir -p "$cable"
  launch "$LAB_DIR/log/$1.cable" bindfs -f -o direct_io "$(disks_dir "$(disks_of "$1")")" "$cable"
  printf '%s %s\n' "$LAUNCHED" "$(began "$LAUNCHED")" >"$cable.process"
  within 10 mountpoint -q "$cable" || die "the disks of $1 cannot be reached: see $LAB_DIR/log/$1.cable"
  : >"$cable.loops"
  for image in "$cable"/*.img; do
    device=$(losetup --find --show --nooverlap "$image") || die "there is no loop device for $image"
    printf '%s %s\n' "$(basename "$image" .img)" "${device#/dev/loop}" >>"$cable.loops"
  done
}

# signal_cable HOST SIGNAL : STOP lets every access to the disks hang, KILL lets it fail.
signal_cable() {
  local process start
  read -r process start 2>/dev/null <"$(cable_dir "$1").process" || return 0
  [ "$(began "$process")" = "$start" ] || return 0
  kill "-$2" "$process" 2>/dev/null || true
}

# After the host's end: gives its loop devices back.
release_disks() {
  local device
  for device in $(loops_below "$(cable_dir "$1")"); do losetup --detach "$device" 2>/dev/null || true; done
  within 30 no_loops_below "$(cable_dir "$1")" || die "the disks of $1 are still in use: $(loops_below "$(cable_dir "$1")" | tr '\n' ' ')"
  umount -l "$(cable_dir "$1")" 2>/dev/null || true
  rm -f "$(cable_dir "$1").loops" "$(cable_dir "$1").process"
}

# The loop devices whose disk lies below a folder, a cable or the lab's. When a cable's process was told to end it took its mount along, and of the paths of
# its disks only the end is left: those are looked up in the hosts' lists.
loops_below() {
  local block disk minor
  for block in /sys/block/loop*; do
    [[ $(backing_file "${block##*/}") != "$1"/* ]] || printf '/dev/%s\n' "${block##*/}"
  done
  cat "$1.loops" "$1"/cables/*.loops 2>/dev/null | while read -r disk minor; do
    [ "$(backing_file "loop$minor")" != "/$disk.img" ] || printf '/dev/loop%s\n' "$minor"
  done
}

backing_file() { cat "/sys/block/$1/loop/backing_file" 2>/dev/null || true; }

# A cable whose process was killed cannot be looked at any more, only unmounted.
unmount_cables() {
  local mount
  local -a mounts
  # Read whole: the list changes with every one that goes.
  mapfile -t mounts < <(awk '{ print $2 }' /proc/self/mounts)
  for mount in "${mounts[@]}"; do
    [[ $mount != "$LAB_DIR/cables/"* ]] || umount -l "$mount"
  done
}

no_loops_below() { [ -z "$(loops_below "$1")" ]; }

# A pool with one dataset, for the target. Called once, while HALO does not run.
make_pool() {
  local pool target
  pool=$(root_of "$1") target=$(target_of "$1")
  host_exec "$1" zpool create -o ashift=12 -o cachefile=none -m "/$pool" "$pool" "/dev/lab/$pool"
  host_exec "$1" zfs create "$pool/$target"
  host_exec "$1" zpool export "$pool"
}
