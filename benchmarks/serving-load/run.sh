#!/usr/bin/env bash
# What a server does at ten times the load that it can bear. Needs wrk, jq and curl, and a machine with nothing else to do; takes three minutes.
#   benchmarks/serving-load/run.sh MODELS_DIRECTORY MODEL [OPTION OF fineflow serve]...
# All requests come from one address, so --rate is out of the way: what is measured is the engine's own refusal (503), not the limiter's (429).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
fineflow=${FINEFLOW:-$here/../../artifacts/bin/FineFlow.Cli/release/fineflow}
threads=${THREADS:-$(($(nproc) > 1 ? $(nproc) - 1 : 1))}
models=$1
export MODEL=$2 CELLS MALLOC_ARENA_MAX=1 DOTNET_GCgen0size=0x200000
shift 2
url=http://127.0.0.1:18080 operator=http://127.0.0.1:18081
log=$(mktemp)
card=$(find "$models/$MODEL" -name card.json | sort -V | tail -1)
CELLS=$(jq '.options | .height * .width * .in_channels' "$card")

"$fineflow" serve --models "$models" --url $url --admin-url $operator --threads "$threads" --rate 1000000 "$@" 2>"$log" &
server=$!
trap 'kill $server 2>/dev/null || true; rm -f "$log"' EXIT
until curl -sf $operator/health/ready >/dev/null; do
  kill -0 $server || { cat "$log"; exit 1; }
  sleep 0.2
done

row='%-12s %10s %8s %8s %8s | %10s %8s %8s %9s | %6s\n'

load() { # LABEL SECONDS CONNECTIONS: prints a row and leaves its numbers in $result
  read -ra result < <(wrk -t"$3" -c"$3" -d"$2" --timeout 30 -s "$here/load.lua" $url | sed -n 's/^RESULT //p')
  # shellcheck disable=SC2059
  printf "$row" "$1" "${result[@]}"
}

overload() { # LABEL SECONDS REQUESTS_PER_SECOND: from 64 connections, each of which pauses as long as that takes
  PAUSE=$(awk "BEGIN { print 64 * 1000 / $3 }") load "$1" "$2" 64
}

times() { awk "BEGIN { printf \"%.1f\", $1 * $2 }"; }

inferred() { # Samples and batches of the model so far
  curl -s $operator/metrics | awk -v model="model=\"$MODEL\"" '/^fineflow_batch_size_(sum|count)/ && index($0, model) { n[$1 ~ /_sum/] = $2 } END { print n[1] + 0, n[0] + 0 }'
}

memory() { awk -v when="$1" '/VmRSS|VmHWM/ { printf "%s %d MB  ", $1, $2 / 1024 } END { print "(" when ")" }' "/proc/$server/status"; }

engine_alone() { # BATCH: maps a second of the same network without a server, in a process of its own
  local settings
  mapfile -t settings < <(jq -r '.options | to_entries[] | select(.value != null) | "--set", "\(.key)=\(.value)"' "$card")
  "$fineflow" bench --models "$(jq -r .model "$card")" --mode infer --batch "$1" --threads "$threads" --seconds 3 "${settings[@]}" --json 2>/dev/null \
    | jq '.results[0].samples_per_second.median'
}

# shellcheck disable=SC2059
printf "$row" "$MODEL" accepted/s 'p50 ms' 'p99 ms' 'max ms' refused/s 'p50 ms' 'p99 ms' 'no Retry' failed
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
