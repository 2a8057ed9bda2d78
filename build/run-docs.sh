#!/usr/bin/env bash
# Runs the commands of the documentation: the blocks ```sh of a page, in their order, in an empty folder of its own. Five minutes on two cores.
#
#   build/run-docs.sh [PAGE...]        as: build/run-docs.sh docs/tutorials/analyst.md
set -euo pipefail
cd "$(dirname "$0")/.."
pages=("$@")
[ ${#pages[@]} -gt 0 ] || mapfile -t pages < <(grep -rl --include='*.md' '^```sh$' docs)
dotnet build -c Release -v quiet
export PATH=$PWD/artifacts/bin/FineFlow.Cli/release:$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for page in "${pages[@]}"; do
  name=$(basename "$page" .md)
  {
    echo "trap 'kill \$(jobs -p) 2>/dev/null || true' EXIT" # a server that a page started and a failure left
    awk '/^```sh$/ { inside = 1; next } /^```/ { inside = 0 } inside' "$page"
  } >"$work/$name.sh"
  mkdir "$work/$name"
  echo "== $page" >&2
  begin=$SECONDS
  (cd "$work/$name" && bash -euo pipefail -x "$work/$name.sh") || { echo "$page: a command failed" >&2; exit 1; }
  echo "== $page: $((SECONDS - begin)) s" >&2
done
