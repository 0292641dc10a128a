#!/usr/bin/env bash
# Saying things and waiting for them.

say() { printf 'lab: %s\n' "$*"; }
die() {
  printf 'lab: %s\n' "$*" >&2
  exit 1
}
misused() {
  printf 'lab: %s\n' "$*" >&2
  exit 64
}

# note WORDS... : what is done to the lab from outside, at its moment, in log/faults.
note() { printf '%s %s\n' "$EPOCHREALTIME" "$*" >>"$LAB_DIR/log/faults"; }

# within SECONDS COMMAND... : repeats the command until it succeeds; fails at the deadline.
within() {
  local deadline=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))
  shift
  until "$@"; do
    [ "${EPOCHREALTIME/[.,]/}" -lt "$deadline" ] || return 1
    sleep 0.02
  done
}

not() { ! "$@"; }

# all FUNCTION NAME... : calls the function for each name, side by side; fails when one of them does.
all() {
  local function=$1 name status=0
  local -a jobs=()
  shift
  for name in "$@"; do
    "$function" "$name" &
    jobs+=($!)
  done
  for name in "${jobs[@]}"; do wait "$name" || status=1; done
  return "$status"
}
