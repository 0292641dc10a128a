# shellcheck shell=bash
# The demo's storage, for the agents in resource.d/halo. What runs on a host is a file below its folder:
#
#   $HALO_DEMO_DIR/hosts/HOST/running/NAME   holds the name of the pool that NAME lies on; a pool's own is empty
#   $HALO_DEMO_DIR/starts/NAME               one line for every start, with the host
#   $HALO_DEMO_DIR/violations                one line for every start of something that ran on another host already
#
# An agent that sources this file defines meta_data and may_start (which says why not with fail), sets NAME and, for what
# lies on a pool, POOL, and ends with run_action "$1".

# The exit codes of the OCF Resource Agent API 1.1 that are used here.
readonly OCF_SUCCESS=0 OCF_ERR_GENERIC=1 OCF_ERR_ARGS=2 OCF_ERR_UNIMPLEMENTED=3 OCF_ERR_CONFIGURED=6 OCF_NOT_RUNNING=7

# Long enough for a person to see that something starts or stops.
readonly START_SECONDS=0.5 STOP_SECONDS=0.3

# fail CODE REASON: ends the action; REASON is what the administrator reads.
fail() {
  printf '%s%s\n' "${OCF_EXIT_REASON_PREFIX:-ocf-exit-reason:}" "$2" >&2
  exit "$1"
}

running_here() { [ -e "$HALO_DEMO_DIR/hosts/$HALO_DEMO_HOST/running/$1" ]; }

# Prints the other hosts on which NAME runs.
running_elsewhere() {
  local folder host
  for folder in "$HALO_DEMO_DIR"/hosts/*/; do
    host=$(basename "$folder")
    [ "$host" = "$HALO_DEMO_HOST" ] || [ ! -e "${folder}running/$NAME" ] || printf '%s\n' "$host"
  done
}

monitor() {
  running_here "$NAME" && exit "$OCF_SUCCESS"
  exit "$OCF_NOT_RUNNING"
}

start() {
  local file=$HALO_DEMO_DIR/hosts/$HALO_DEMO_HOST/running/$NAME elsewhere
  running_here "$NAME" && exit "$OCF_SUCCESS"
  may_start
  sleep "$START_SECONDS"
  # Begin first and look then: of two hosts that start at the same moment at least one sees the other.
  printf '%s' "${POOL-}" >"$file"
  printf '%s\n' "$HALO_DEMO_HOST" >>"$HALO_DEMO_DIR/starts/$NAME"
  elsewhere=$(running_elsewhere)
  if [ -n "$elsewhere" ]; then
    rm -f "$file"
    printf '%s started on %s while it ran on %s\n' "$NAME" "$HALO_DEMO_HOST" "$elsewhere" >>"$HALO_DEMO_DIR/violations"
    fail "$OCF_ERR_GENERIC" "$NAME runs on $elsewhere already"
  fi
  exit "$OCF_SUCCESS"
}

stop() {
  local user
  running_here "$NAME" || exit "$OCF_SUCCESS"
  user=$(cd "$HALO_DEMO_DIR/hosts/$HALO_DEMO_HOST/running" && grep -lx -- "$NAME" ./* | head -n 1)
  [ -z "$user" ] || fail "$OCF_ERR_GENERIC" "${user#./} on $HALO_DEMO_HOST still uses $NAME"
  sleep "$STOP_SECONDS"
  rm -f "$HALO_DEMO_DIR/hosts/$HALO_DEMO_HOST/running/$NAME"
  exit "$OCF_SUCCESS"
}

validate() {
  [ -d "${HALO_DEMO_DIR-}/hosts/${HALO_DEMO_HOST-}/running" ] ||
    fail "$OCF_ERR_ARGS" "there is no demo host at HALO_DEMO_DIR=${HALO_DEMO_DIR-} HALO_DEMO_HOST=${HALO_DEMO_HOST-}"
  [[ $NAME =~ ^[A-Za-z0-9_-]+$ ]] || fail "$OCF_ERR_CONFIGURED" "\"$NAME\" is not a name of the demo's storage"
}

run_action() {
  case $1 in
  meta-data) meta_data; exit "$OCF_SUCCESS" ;;
  monitor | start | stop) validate; "$1" ;;
  validate-all) validate; exit "$OCF_SUCCESS" ;;
  *) fail "$OCF_ERR_UNIMPLEMENTED" "there is no action \"$1\"" ;;
  esac
}
