#!/usr/bin/env bash
# Saying things, and doing several at once.

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
