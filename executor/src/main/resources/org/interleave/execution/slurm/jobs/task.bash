#!/bin/bash
# One task of a job array. Begins it at most once, and tells in files when and where it began, when
# it ended, and how.
#
#   task.bash FOLDER FIRST OUTPUT LIMIT
#
# FOLDER holds INDEX.sh for every task and takes the files; FIRST is the index of the array's task 0;
# OUTPUT is the folder for what tasks print, or - for nowhere; LIMIT is in seconds, or 0 for none.
# Instants are microseconds since 1970.
set -u

instant() {
  local now=${EPOCHREALTIME:-}
  if [ -n "$now" ]; then
    REPLY=${now/[^0-9]/}
  else
    REPLY=$(date +%s%6N)
  fi
}

instant
begun=$REPLY
folder=$1
index=$(($2 + SLURM_ARRAY_TASK_ID))
restarts=${SLURM_RESTART_COUNT:-0}
here=$folder/$index.$restarts
host=${SLURMD_NODENAME:-$HOSTNAME}

# Slurm starts it anew if a node is lost, even where the task was done just before.
for ((r = 0; r < restarts; r++)); do
  if [ -e "$folder/$index.$r.end" ]; then
    read -r _ _ _ code stopped <"$folder/$index.$r.end"
    [ "$code" = 0 ] && [ "$stopped" = - ] && exit 0
  fi
done

# Who makes this file runs the task. A second copy of the array has nothing to do.
set -o noclobber
if ! echo "$begun $host" 2>/dev/null >"$here.begin"; then
  [ -e "$here.begin" ] && exit 0
  echo "can't write $here.begin" >&2
  exit 1
fi
set +o noclobber

out=/dev/null
err=/dev/null
if [ "$3" != - ]; then
  out=$3/$index-${folder##*/}-$restarts.out
  err=$3/$index-${folder##*/}-$restarts.err
fi
front=(sh)
[ "$4" = 0 ] || front=(timeout -k 5 "$4" sh)

child=
stopped=-
stop() {
  stopped=$1
  [ -n "$child" ] && kill -s TERM "$child" 2>/dev/null
}
trap 'stop TERM' TERM
trap 'stop INT' INT

export INTERLEAVE_NODE="$host" INTERLEAVE_SLOTS="" INTERLEAVE_GPUS="${CUDA_VISIBLE_DEVICES:-}"
"${front[@]}" "$folder/$index.sh" </dev/null >"$out" 2>"$err" &
child=$!
[ "$stopped" = - ] || stop "$stopped"
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
instant
echo "$begun $host $REPLY $code $stopped" >"$here.new" && mv -f "$here.new" "$here.end"
[ "$stopped" = - ] || exit 143
exit "$code"
