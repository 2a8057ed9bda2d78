#!/usr/bin/env bash
# What sound callers get while ten times the capacity comes, hostile clients mix in and the operator swaps versions; then the server is killed
# and started again. Needs wrk, jq and curl, a model in two versions or more, and a machine with nothing else to do.
#   benchmarks/serving-load/hostile.sh MODELS_DIRECTORY MODEL [MINUTES, 10] [OPTION OF fineflow serve]...
set -euo pipefail
. "$(dirname "$0")/common.sh"
minutes=${3:-10}
shift $(($# < 3 ? $# : 3))
swaps=$(mktemp)
others=()
trap 'kill $server "${others[@]}" 2>/dev/null || true; rm -f "$log" "$swaps"' EXIT
serve "$@"
mapfile -t versions < <(curl -s $operator/admin/models | jq -r ".models[] | select(.name == \"$MODEL\") | .on_disk[]")
[ ${#versions[@]} -ge 2 ] || { echo "$MODEL has one version; two are needed" >&2; exit 2; }

swap() { # Loads versions in turn, as stable and as canary, and rolls back; a line a swap: its status
  local i=0 body
  while true; do
    i=$((i + 1))
    body="{\"version\": \"${versions[$((i % 2))]}\", \"label\": \"$([ $((i % 3)) = 0 ] && echo canary || echo stable)\"}"
    curl -s -o /dev/null -w '%{http_code}\n' "$operator/admin/models/$MODEL/load" --json "$body" >>"$swaps"
    [ $((i % 5)) = 0 ] && curl -s -o /dev/null -w '%{http_code}\n' "$operator/admin/models/$MODEL/rollback" --json '{}' >>"$swaps"
    sleep 1
  done
}

half_requests() { # Begins bodies and never ends them
  while true; do
    (exec 3<>/dev/tcp/127.0.0.1/18080 && printf 'POST /v1/models/%s/infer HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{' "$MODEL" >&3 && sleep 20) 2>/dev/null &
    sleep 1
  done
}

nonsense() { # What is no HTTP, no JSON, no map, no model, too long, or comes drop by drop
  while true; do
    (exec 3<>/dev/tcp/127.0.0.1/18080 && head -c 2000 /dev/urandom >&3) 2>/dev/null || true
    curl -s -m 5 -o /dev/null "$url/v1/models/$MODEL/infer" --json '{"coarse": [[1, "a", {}' || true
    curl -s -m 5 -o /dev/null "$url/v1/models/$MODEL/infer" --json '{"coarse": [[[[[[[[1e999]]]]]]]]}' || true
    curl -s -m 5 -o /dev/null "$url/v1/models/..%2f..%2fetc/infer" --json '{}' || true
    curl -s -m 5 -o /dev/null "$url/v1/models/$MODEL/infer" -H 'Content-Type: application/octet-stream' --data-binary @<(head -c 99000000 /dev/zero) || true
    curl -s -m 5 -o /dev/null "$url/v1/models/$MODEL/infer" --limit-rate 100 --json "{\"coarse\": [[$(seq -s, 1 5000)]]}" || true
  done
}

head_row
load warm-up 5 1
load unloaded 20 1
overload '3 x' 20 "$(times 3 "${result[0]}")"
capacity=${result[0]}
memory 'before the campaign'
swap & others+=($!)
half_requests & others+=($!)
nonsense & others+=($!)
nonsense & others+=($!)
overload "10 x, ${minutes}m" $((minutes * 60)) "$(times 10 "$capacity")"
kill "${others[@]}" 2>/dev/null
memory 'after it'
sort "$swaps" | uniq -c | awk '{ printf "%d swaps answered %s  ", $1, $2 } END { print "" }'
grep -c '"LogLevel":"\(Error\|Critical\)"' "$log" | sed 's/$/ errors in the log/' || true

kill -KILL $server
wait $server 2>/dev/null || true
started=$(date +%s%N)
serve "$@"
echo "ready $((($(date +%s%N) - started) / 1000000)) ms after a start that follows a kill"
load 'after kill' 20 1

kill -TERM $server
wait $server && echo 'the server ended with 0'
