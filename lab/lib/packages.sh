#!/usr/bin/env bash
# What the lab needs of Debian: a command and the package that brings it.

readonly TOOLS=(
  /usr/lib/ocf/resource.d/heartbeat/Filesystem:resource-agents
  bindfs:bindfs
  zfs-fuse:zfs-fuse
  mkfs.ext4:e2fsprogs
  modprobe:kmod
  ip:iproute2
  fuser:psmisc
  unshare:util-linux
  losetup:mount
  openssl:openssl
  gcc:gcc
)
# What the fence devices and their agents need.
readonly DEVICE_TOOLS=(
  powermand:powerman
  ipmi_sim:openipmi
  ipmitool:ipmitool
  fence_ipmilan:fence-agents
)

need_packages() {
  local tool
  local -a missing=()
  for tool in "${TOOLS[@]}" "${DEVICE_TOOLS[@]}"; do
    command -v "${tool%%:*}" >/dev/null || missing+=("${tool#*:}")
  done
  [ -e /usr/include/mntent.h ] || missing+=(libc6-dev)
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "these of Debian's packages are missing, and there is no apt-get: ${missing[*]}"
  say "installing ${missing[*]}"
  mkdir -p "$LAB_DIR/.."
  { apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "${missing[@]}"; } \
    >"$LAB_DIR.packages" 2>&1 </dev/null || die "could not install ${missing[*]}: see $LAB_DIR.packages"
}
