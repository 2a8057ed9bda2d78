#!/usr/bin/env bash
# Whether a server's memory grows with the requests that it has answered. Needs wrk, jq and curl.
#   benchmarks/serving-load/soak.sh MODELS_DIRECTORY MODEL [REQUESTS, 1000000] [OPTION OF fineflow serve]...
# Ends with the slope of its resident memory over the last four fifths of the requests.
set -euo pipefail
. "$(dirname "$0")/common.sh"
requests=${3:-1000000} slice=15
shift $(($# < 3 ? $# : 3))
marks=$(mktemp)
trap 'kill $server 2>/dev/null || true; rm -f "$log" "$marks"' EXIT
serve "$@"

head_row
answered=0
while [ "$answered" -lt "$requests" ]; do
  load "$answered" $slice 4
  answered=$(awk "BEGIN { printf \"%d\", $answered + ${result[0]} * $slice }")
  echo "$answered $(awk '/VmRSS/ { print $2 / 1024 }' "/proc/$server/status")" >>"$marks"
done

awk -v least="$((answered / 5))" '
  $1 >= least { n++; x += $1; y += $2; xx += $1 * $1; xy += $1 * $2; if (n == 1 || $2 < low) low = $2; if ($2 > high) high = $2 }
  END { printf "%d requests; resident memory %.0f to %.0f MB, slope %.2f MB in 100,000 requests\n", $1, low, high, (n > 1 ? 1e5 * (n * xy - x * y) / (n * xx - x * x) : 0) }' "$marks"
kill -TERM $server
wait $server && echo 'the server ended with 0'
