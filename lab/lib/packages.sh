#!/usr/bin/env bash
# What the lab needs of Debian: a command, or a file, and the package that brings it.

readonly LAB_TOOLS=(
  /usr/lib/ocf/resource.d/heartbeat/Filesystem:resource-agents
  bindfs:bindfs
  zfs-fuse:zfs-fuse
  mkfs.ext4:e2fsprogs
  modprobe:kmod
  ip:iproute2
  nft:nftables
  fuser:psmisc
  column:bsdextrautils
  unshare:util-linux
  losetup:mount
  openssl:openssl
  gcc:gcc
  /usr/include/mntent.h:libc6-dev
  # The fence devices and their agents.
  powermand:powerman
  ipmi_sim:openipmi
  ipmitool:ipmitool
  fence_ipmilan:fence-agents
)

# missing_packages TOOL:PACKAGE...
missing_packages() {
  local tool
  for tool in "$@"; do
    { [[ $tool == /* ]] && [ -e "${tool%%:*}" ]; } || command -v "${tool%%:*}" >/dev/null || printf '%s\n' "${tool#*:}"
  done
}

install_packages() {
  apt-get -q update
  DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@"
}

need_packages() {
  local -a missing
  mkdir -p "$LAB_DIR/.."
  # Several labs may be set up at once, and apt-get runs once at a time.
  exec 7>"$LAB_DIR/../packages.lock"
  flock -w 600 7 || die "another lab has been installing packages for ten minutes"
  mapfile -t missing < <(missing_packages "${LAB_TOOLS[@]}")
  if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null || die "these of Debian's packages are missing, and there is no apt-get: ${missing[*]}"
    say "installing ${missing[*]}"
    install_packages "${missing[@]}" >"$LAB_DIR.packages" 2>&1 </dev/null 7>&- || die "could not install ${missing[*]}: see $LAB_DIR.packages"
  fi
  exec 7>&-
}
