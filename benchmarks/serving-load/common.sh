# What the scripts beside this share: sourced with the models' directory, a model and further options of `fineflow serve`.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fineflow=${FINEFLOW:-$here/../../artifacts/bin/FineFlow.Cli/release/fineflow}
unset FINEFLOW # which the server would read as a setting of its own
threads=${THREADS:-$(($(nproc) > 1 ? $(nproc) - 1 : 1))}
models=$1
export MODEL=$2 CELLS MALLOC_ARENA_MAX=1 DOTNET_GCgen0size=0x200000
url=http://127.0.0.1:18080 operator=http://127.0.0.1:18081
log=$(mktemp)
card=$(find "$models/$MODEL" -name card.json | sort -V | tail -1)
CELLS=$(jq '.options | .height * .width * .in_channels' "$card")
server=

# All requests come from one address, so --rate is out of the way: what is measured is the engine's own refusal (503), not the limiter's (429).
serve() { # OPTION...: until it is ready
  "$fineflow" serve --models "$models" --url $url --admin-url $operator --threads "$threads" --rate 1000000 "$@" 2>>"$log" &
  server=$!
  until curl -sf $operator/health/ready >/dev/null; do
    kill -0 $server || { cat "$log"; exit 1; }
    sleep 0.05
  done
}

row='%-12s %10s %8s %8s %8s | %10s %8s %8s %9s | %6s\n'

head_row() {
  # shellcheck disable=SC2059
  printf "$row" "$MODEL" accepted/s 'p50 ms' 'p99 ms' 'max ms' refused/s 'p50 ms' 'p99 ms' 'no Retry' failed
}

load() { # LABEL SECONDS CONNECTIONS: prints a row and leaves its numbers in $result
  read -ra result < <(wrk -t"$3" -c"$3" -d"$2" --timeout 30 -s "$here/load.lua" $url | sed -n 's/^RESULT //p')
  # shellcheck disable=SC2059
  printf "$row" "$1" "${result[@]}"
}

overload() { # LABEL SECONDS REQUESTS_PER_SECOND: from 64 connections, each of which pauses as long as that takes
  PAUSE=$(awk "BEGIN { print 64 * 1000 / $3 }") load "$1" "$2" 64
}

times() { awk "BEGIN { printf \"%.1f\", $1 * $2 }"; }

memory() { awk -v when="$1" '/VmRSS|VmHWM/ { printf "%s %d MB  ", $1, $2 / 1024 } END { print "(" when ")" }' "/proc/$server/status"; }
