#!/usr/bin/env bash
# Makes the numbers and pictures of the documentation again: all of them, or those named.
#
#   docs/figures/remake.sh [NAME...]
#
# NAME.sh in this folder prints what stands in a page between "<!-- NAME -->" and "<!-- /NAME -->", and puts pictures and tables in their places.
# The trainings are kept in artifacts/figures (or $WORK), so that a script that was stopped goes on where it was. See README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export REPOSITORY=$(cd "$here/../.." && pwd)
export WORK=${WORK:-$REPOSITORY/artifacts/figures}
export FIGURES=$here
export PATH=$REPOSITORY/artifacts/bin/FineFlow.Cli/release:$PATH

for tool in jq awk; do
  command -v $tool >/dev/null || { echo "$tool is needed: apt-get install jq gawk" >&2; exit 2; }
done

names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  mapfile -t names < <(sed -n 's/^| `\([a-z0-9-]*\)`.*/\1/p' "$here/README.md")
fi

(cd "$REPOSITORY" && dotnet build -c Release -v quiet)
for name in "${names[@]}"; do
  [ -f "$here/$name.sh" ] || { echo "$name: no such figure; docs/figures/README.md lists them" >&2; exit 2; }
  page=$(grep -rl --include='*.md' "^<!-- $name -->\$" "$REPOSITORY/docs" "$REPOSITORY/README.md") \
    || { echo "$name: no page has the line <!-- $name -->" >&2; exit 2; }
  echo "$name: $page" >&2
  mkdir -p "$WORK/$name"
  block=$WORK/$name.md
  (cd "$WORK/$name" && bash -euo pipefail "$here/$name.sh") >"$block"
  awk -v start="<!-- $name -->" -v end="<!-- /$name -->" -v block="$block" '
    $0 == start { print; while ((getline line < block) > 0) print line; inside = 1 }
    $0 == end { inside = 0 }
    !inside && $0 != start { print }' "$page" >"$page.new"
  mv "$page.new" "$page"
done
git -C "$REPOSITORY" diff --stat -- docs README.md
