#!/usr/bin/env bash
# The lab's processes: found by their namespaces and by the lab's mark, never by a program's name, so that also what a killed
# command has left is found, and nothing else.

# launch LOG COMMAND... : in the background, marked, with nothing of this shell's but the log; its id is in LAUNCHED.
launch() {
  local log=$1
  shift
  env "$LAB_MARK" "$@" </dev/null >>"$log" 2>&1 8>&- 9>&- &
  LAUNCHED=$!
  disown "$LAUNCHED"
}

# The ids of all processes of the lab but this one and those that it descends from.
lab_processes() {
  local folder process own
  local -a spaces=("/run/netns/$LAB_PREFIX"*)
  own=" $(ancestors) "
  for folder in /proc/[0-9]*; do
    process=${folder#/proc/}
    [[ $own != *" $process "* ]] || continue
    if is_marked "$process" || is_inside "$process" "${spaces[@]}"; then printf '%s\n' "$process"; fi
  done
}

is_marked() { grep -sqzxF "$LAB_MARK" "/proc/$1/environ"; }

is_inside() {
  local process=$1 space
  shift
  for space in "$@"; do [ "/proc/$process/ns/net" -ef "$space" ] && return; done
  return 1
}

ancestors() {
  local process=$BASHPID
  while [ "$process" -gt 1 ]; do
    printf '%s ' "$process"
    process=$(awk '/^PPid:/ { print $2 }' "/proc/$process/status")
  done
}

# Zombies wait for a parent of theirs and do nothing any more.
is_alive() {
  local state
  state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null) && [ -n "$state" ] && [ "$state" != Z ]
}

# When the process began, in ticks since the machine's boot: with it an id is never another process.
began() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

is_same_process() { is_alive "$1" && [ "$(began "$1")" = "$2" ]; }

living_lab_processes() {
  local process
  for process in $(lab_processes); do is_alive "$process" && printf '%s\n' "$process"; done
}

no_lab_processes() { [ -z "$(living_lab_processes)" ]; }

# Those that are in the way of an end are killed again and again: one that is just starting others is outrun.
end_lab_processes() {
  local process
  for process in $(lab_processes); do kill -KILL "$process" 2>/dev/null || true; done
  no_lab_processes
}
