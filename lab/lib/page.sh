#!/usr/bin/env bash
# The page of "lab/lab status": what is so, by the lab's own knowledge, beside which "lab/lab halo status" tells what HALO knows.

show_page() {
  local host
  printf 'Lab "%s" in %s; fence devices: %s; mutual TLS: %s\n\n' \
    "$LAB_NAME" "$LAB_DIR" "$PLAN_FENCE" "$([ "$PLAN_MTLS" = 1 ] && echo on || echo off)"
  {
    printf 'host power a b runs has\n'
    for host in mgmt "${HOSTS[@]}"; do show_host "$host"; done
  } | column -t
  printf '\nFence devices:\n'
  device status || true
  if [ -s "$LAB_DIR/violations" ]; then
    printf '\nViolations:\n'
    show_violations
  fi
}

show_host() {
  printf '%s %s %s %s %s %s\n' "$1" "$(power_word "$1")" "$(cable_state "$1" a)" "$(cable_state "$1" b)" \
    "$(service_words "$1")" "$(disks_held_by "$1" | paste -sd , | grep . || printf -- -)"
}

power_word() {
  if ! has_power "$1"; then
    printf off
  elif [ -e "$(host_dir "$1")/frozen" ]; then
    printf frozen
  else
    printf on
  fi
}

service_words() {
  local service words=
  for service in halo_manager halo_remote zfs-fuse; do
    if host_runs "$1" "$service" 2>/dev/null; then words+=",$service"; fi
  done
  printf '%s' "${words:1}" | grep . || printf -- -
}
