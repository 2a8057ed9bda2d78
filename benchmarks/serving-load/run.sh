#!/usr/bin/env bash
# What a server does at ten times the load that it can bear. Needs wrk, jq and curl, and a machine with nothing else to do; takes three minutes.
#   benchmarks/serving-load/run.sh MODELS_DIRECTORY MODEL [OPTION OF fineflow serve]...
# All requests come from one address, so --rate is out of the way: what is measured is the engine's own refusal (503), not the limiter's (429).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
fineflow=${FINEFLOW:-$here/../../artifacts/bin/FineFlow.Cli/release/fineflow}
models=$1 model=$2
shift 2
url=http://127.0.0.1:18080 operator=http://127.0.0.1:18081
log=$(mktemp)
card=$(find "$models/$model" -name card.json | sort -V | tail -1)
export MODEL=$model CELLS MALLOC_ARENA_MAX=1
CELLS=$(jq '.options | .height * .width * .in_channels' "$card")

"$fineflow" serve --models "$models" --url $url --admin-url $operator --rate 1000000 "$@" 2>"$log" &
server=$!
trap 'kill $server 2>/dev/null || true; rm -f "$log"' EXIT
until curl -sf $operator/health/ready >/dev/null; do
  kill -0 $server || { cat "$log"; exit 1; }
  sleep 0.2
done

load() { # LABEL SECONDS CONNECTIONS: prints a row and leaves its numbers in $result
  read -ra result < <(wrk -t"$3" -c"$3" -d"$2" --timeout 30 -s "$here/load.lua" $url | sed -n 's/^RESULT //p')
  printf '%-12s %9s %8s %8s %8s | %9s %8s %8s %8s | %6s\n' "$1" "${result[@]}"
}

# Samples inferred and batches, so far.
batches() { curl -s $operator/metrics | awk -v model="model=\"$MODEL\"" '/^fineflow_batch_size_(sum|count)/ && index($0, model) { n[$1 ~ /_sum/] = $2 } END { print n[1] + 0, n[0] + 0 }'; }

memory() { awk '/VmRSS|VmHWM/ { printf "%s %d MB  ", $1, $2 / 1024 }' /proc/$server/status; echo "($1)"; }

printf '%-12s %9s %8s %8s %8s | %9s %8s %8s %8s | %6s\n' "$model" accepted/s 'p50 ms' 'p99 ms' 'max ms' refused/s 'p50 ms' 'p99 ms' 'no Retry' failed
load warm-up 5 1
load unloaded 20 1
memory 'before the load'
read -r samples_before batches_before < <(batches)
# Offered in both: so many connections, each with a mean pause, make so many requests a second.
offer() { awk "BEGIN { print 128 * 1000 / ($1 * $2) }"; }
PAUSE=$(offer 3 "${result[0]}") load saturated 20 128
read -r samples_after batches_after < <(batches)
capacity=${result[0]}
batch=$(awk "BEGIN { printf \"%.0f\", ($samples_after - $samples_before) / ($batches_after - $batches_before) }")
PAUSE=$(offer 10 "$capacity") load '10 x' 60 128
memory 'after the load'
sleep 1
load '1 s after' 20 1

kill -TERM $server
wait $server && echo 'server ended with 0'

mapfile -t settings < <(jq -r '.options | to_entries[] | select(.value != null) | "--set", "\(.key)=\(.value)"' "$card")
alone=$("$fineflow" bench --models "$(jq -r .model "$card")" --mode infer --batch "$batch" --threads "${THREADS:-1}" --seconds 3 "${settings[@]}" --json 2>/dev/null \
  | jq '.results[0].samples_per_second.median')
awk "BEGIN { printf \"saturated: %.1f/s; fineflow bench without HTTP at batches of $batch: %.1f/s; share %.0f %%\\n\", $capacity, $alone, 100 * $capacity / $alone }"
