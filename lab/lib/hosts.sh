#!/usr/bin/env bash
# Hosts: a network, mount, PID, IPC and UTS namespace each, over a file system that shows the machine's own and keeps what is
# written to itself. When the first process of a host is killed, everything on it is.

# What a process on a host finds in its environment.
readonly HOST_ENVIRONMENT=(PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "TERM=${TERM:-dumb}")

# The first process of a host, when it has power; fails when it has not.
host_process() {
  local process start
  { read -r process start <"$(host_dir "$1")/process"; } 2>/dev/null || return 1
  [ "$(began "$process")" = "$start" ] && printf '%s' "$process"
}

has_power() { host_process "$1" >/dev/null; }

# One change of a host's power at a time, whoever asks for it.
lock_host() {
  exec 8>"$LAB_DIR/locks/$1"
  flock -w 120 8 || die "the power of $1 is being changed and does not end"
}

unlock_host() { exec 8>&-; }

power_on() {
  local host=$1
  lock_host "$host"
  if ! has_power "$host"; then
    note on "$host"
    clear_host "$host"
    plug_in_host "$host"
    connect_disks "$host"
    boot "$host"
  fi
  unlock_host
}

boot() {
  local own process
  own=$(host_dir "$1")
  rm -f "$own/booted"
  launch "$LAB_DIR/log/$1.console" setsid nsenter --net="/run/netns/$(netns "$1")" \
    unshare --mount --pid --ipc --uts --fork --propagation private \
    "$REPOSITORY/lab/host/boot" "$1" "$own" "$LAB_DIR/bin" "$REPOSITORY/lab/host" "$LAB_DIR/log" "$(cable_dir "$1").loops"
  within 10 has_child "$LAUNCHED" || die "$1 does not boot: see $LAB_DIR/log/$1.console"
  process=$(cat "/proc/$LAUNCHED/task/$LAUNCHED/children")
  # Whole or not at all: whoever looks takes its being there for power. A host has power before it has booted.
  printf '%s %s\n' "${process// /}" "$(began "${process// /}")" >"$own/process.new"
  mv "$own/process.new" "$own/process"
  within 60 has_booted "$1" || die "$1 does not boot: see $LAB_DIR/log/$1.console"
}

has_child() { [ -n "$(cat "/proc/$1/task/$1/children" 2>/dev/null)" ]; }

has_booted() { [ -e "$(host_dir "$1")/booted" ]; }

# A power cut. First the network cables: nobody gets a goodbye. Then the disks' cable: what was not on the disk stays off it,
# where a kernel that unmounts would write it. Only then the processes.
power_off() {
  local host=$1
  lock_host "$host"
  note off "$host"
  unplug_host "$host"
  signal_cable "$host" KILL
  clear_host "$host"
  unlock_host
}

clear_host() {
  local process entrances
  if process=$(host_process "$1"); then
    entrances=$(stopped_entrances "$1")
    kill -KILL "$process"
    # What is killed on the host ends when these have been told.
    # shellcheck disable=SC2086  # a list
    [ -z "$entrances" ] || kill -CONT $entrances 2>/dev/null || true
    within 60 not test -e "/proc/$process" || die "$1 does not end: its process $process stays"
  fi
  rm -f "$(host_dir "$1")/process" "$(host_dir "$1")/frozen" "$(host_dir "$1")/booted"
  release_disks "$1"
  if [ -e "/run/netns/$(netns "$1")" ]; then ip netns del "$(netns "$1")"; fi
}

# on exits with 0, off with 2: that is what fence devices ask.
power_status() {
  if has_power "$1"; then printf 'on\n'; else printf 'off\n' && return 2; fi
}

host_exec() {
  local host=$1 process
  shift
  process=$(host_process "$host") || die "$host has no power"
  # Until then it has the machine's own files.
  has_booted "$host" || die "$host has not booted yet"
  nsenter --target "$process" --mount --pid --net --ipc --uts -- env -i "$LAB_MARK" "${HOST_ENVIRONMENT[@]}" "$@" 8>&- 9>&-
}

processes_of_host() {
  local first folder
  first=$(host_process "$1") || die "$1 has no power"
  for folder in /proc/[0-9]*; do
    if [ "$folder/ns/pid" -ef "/proc/$first/ns/pid" ]; then printf '%s\n' "${folder#/proc/}"; fi
  done
}

need_power() { has_power "$1" || die "$1 has no power"; }

freeze() {
  need_power "$1"
  note freeze "$1"
  within 10 stop_processes_of "$1" || die "$1 starts processes faster than they can be stopped"
  touch "$(host_dir "$1")/frozen"
}

# Succeeds when all were stopped already: those that were started meanwhile are found in the next round.
stop_processes_of() {
  local process running=0
  for process in $(processes_of_host "$1"); do
    case $(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$process/status" 2>/dev/null) in
      T | Z | '') ;;
      # What waits for a disk stops when it has it.
      D) kill -STOP "$process" 2>/dev/null || true ;;
      *)
        kill -STOP "$process" 2>/dev/null || true
        running=1
        ;;
    esac
  done
  [ "$running" = 0 ]
}

# nsenter stops itself with what it has started on a host, and would never go on.
stopped_entrances() {
  local first process parent
  [ -e "$(host_dir "$1")/frozen" ] || return 0
  first=$(host_process "$1")
  for process in $(processes_of_host "$1"); do
    parent=$(awk '/^PPid:/ { print $2 }' "/proc/$process/status" 2>/dev/null) || continue
    [ "$process" = "$first" ] || [ "$parent" = 0 ] || [ "/proc/$parent/ns/pid" -ef "/proc/$first/ns/pid" ] || printf '%s\n' "$parent"
  done
}

thaw() {
  local process
  need_power "$1"
  note thaw "$1"
  for process in $(processes_of_host "$1") $(stopped_entrances "$1"); do kill -CONT "$process" 2>/dev/null || true; done
  rm -f "$(host_dir "$1")/frozen"
}
