#!/usr/bin/env bash
# Runs the tests and prints what share of each library's lines and branches they ran. A third longer than the tests alone.
#
#   build/coverage.sh [TEST PROJECT...]        as: build/coverage.sh FineFlow.Core.Tests
#
# Programs that a test starts (FineFlow.EndToEnd.Tests) are not counted: what only they run shows as not covered.
set -euo pipefail
cd "$(dirname "$0")/.."
results=artifacts/coverage
projects=("$@")
[ ${#projects[@]} -gt 0 ] || mapfile -t projects < <(cd tests && ls -d FineFlow.*.Tests)

dotnet tool restore >/dev/null
dotnet build -c Release -v quiet
rm -rf "$results"
for project in "${projects[@]}"; do
  dotnet test -c Release --no-build --project "tests/$project" --results-directory "$results/$project" \
    --coverlet --coverlet-output-format cobertura --coverlet-include '[FineFlow.*]*' --coverlet-include '[fineflow]*' --coverlet-exclude '[*.Tests]*'
done

dotnet reportgenerator "-reports:$results/**/*.cobertura.xml" "-targetdir:$results" -reporttypes:TextSummary -verbosity:Warning
cat "$results/Summary.txt"
