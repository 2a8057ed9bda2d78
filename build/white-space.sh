#!/usr/bin/env bash
# Fails where `dotnet format` would change white space, and names the lines; build/white-space.sh --mend changes them.
set -euo pipefail
cd "$(dirname "$0")/.."
check=(--verify-no-changes)
if [ "${1:-}" = --mend ]; then check=(); fi
exec dotnet format whitespace --folder . --exclude artifacts web "${check[@]}"
