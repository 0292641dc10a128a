#!/usr/bin/env bash
# Waiting for a condition, with a deadline.

# within SECONDS COMMAND... : repeats the command until it succeeds; fails at the deadline.
within() {
  local deadline=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))
  shift
  until "$@"; do
    [ "${EPOCHREALTIME/[.,]/}" -lt "$deadline" ] || return 1
    sleep 0.02
  done
}
