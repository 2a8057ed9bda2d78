#!/usr/bin/env bash
# What a server does at ten times the load that it can bear. Needs wrk, jq and curl, and a machine with nothing else to do; takes three minutes.
#   benchmarks/serving-load/run.sh MODELS_DIRECTORY MODEL [OPTION OF fineflow serve]...
set -euo pipefail
. "$(dirname "$0")/common.sh"
shift 2
trap 'kill $server 2>/dev/null || true; rm -f "$log"' EXIT
serve "$@"

inferred() { # Samples and batches of the model so far
  curl -s $operator/metrics | awk -v model="model=\"$MODEL\"" '/^fineflow_batch_size_(sum|count)/ && index($0, model) { n[$1 ~ /_sum/] = $2 } END { print n[1] + 0, n[0] + 0 }'
}

engine_alone() { # BATCH: maps a second of the same network without a server, in a process of its own
  local settings
  mapfile -t settings < <(jq -r '.options | to_entries[] | select(.value != null) | "--set", "\(.key)=\(.value)"' "$card")
  "$fineflow" bench --models "$(jq -r .model "$card")" --mode infer --batch "$1" --threads "$threads" --seconds 3 "${settings[@]}" --json 2>/dev/null \
    | jq '.results[0].samples_per_second.median'
}

head_row
load warm-up 5 1
load unloaded 20 1
memory 'before the load'
read -r samples batches < <(inferred)
overload '3 x' 20 "$(times 3 "${result[0]}")"
capacity=${result[0]}
read -r samples_now batches_now < <(inferred)
batch=$(awk "BEGIN { printf \"%.0f\", ($samples_now - $samples) / ($batches_now - $batches) }")
alone=$(engine_alone "$batch")
overload '10 x' 60 "$(times 10 "$capacity")"
overloaded=${result[0]}
memory 'after the load'
sleep 1
load '1 s after' 20 1
awk "BEGIN { printf \"bench in batches of $batch: %.1f/s; of that, at three times the load %.0f %%, at ten times %.0f %%\n\", $alone, 100 * $capacity / $alone, 100 * $overloaded / $alone }"

kill -TERM $server
wait $server && echo 'the server ended with 0'
