#!/usr/bin/env bash
# Looks at what FineFlow is made of: known vulnerabilities, licences, and two bills of materials (CycloneDX) in artifacts/sbom, one of the
# program and one of the dashboard. Fails at a vulnerability, or at a licence that is not among those below.
#
#   build/audit.sh
#
# Needs jq, npm and the network: vulnerabilities are those that the package sources know of today.
set -euo pipefail
cd "$(dirname "$0")/.."
out=artifacts/sbom
allowed='["MIT","Apache-2.0","BSD-2-Clause","BSD-3-Clause","ISC","Zlib"]'
# Packages that bring the text of their licence in place of its name, read by a person.
declare -A read=(
  [BitMiracle.LibTiff.NET]=BSD-3-Clause
  [K4os.Compression.LZ4]=MIT
  [Microsoft.ML.OnnxRuntime]=MIT
  [Microsoft.ML.OnnxRuntime.Managed]=MIT
  [MQTTnet]=MIT
)
for tool in jq npm; do
  command -v $tool >/dev/null || { echo "$tool is needed" >&2; exit 2; }
done

rm -rf $out
mkdir -p $out
dotnet tool restore >/dev/null
dotnet restore -v quiet
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
dotnet dotnet-CycloneDX src/FineFlow.Cli/FineFlow.Cli.csproj -F Json -o $out -fn fineflow.cdx.json --set-name fineflow --set-version "$version" >$out/log
(cd web && npm ci --silent && npm sbom --sbom-format cyclonedx --omit dev) >$out/dashboard.cdx.json

status=0
dotnet list FineFlow.slnx package --vulnerable --include-transitive --format json >$out/vulnerable.json
jq -e '[.projects[].frameworks[]? | .topLevelPackages[]?, .transitivePackages[]? | .vulnerabilities[]?] | length == 0' $out/vulnerable.json >/dev/null \
  || { echo "packages with known vulnerabilities: $out/vulnerable.json" >&2; status=1; }
(cd web && npm audit --omit dev) || { echo "npm audit: the dashboard's packages have known vulnerabilities, or its registry did not answer (above)" >&2; status=1; }

# name, version and licence of every component
jq -r '.components[] | [.name, .version, ([.licenses[]? | .license.id // .expression // empty] | join(" and "))] | @tsv' \
  $out/fineflow.cdx.json $out/dashboard.cdx.json | sort -u >$out/components.tsv
while IFS=$'\t' read -r name version licence; do
  licence=${licence:-${read[$name]:-}}
  jq -e --argjson allowed "$allowed" 'gsub("[()]"; "") | split(" OR ") | any(IN($allowed[]))' <<<"\"$licence\"" >/dev/null \
    || { echo "$name $version: its licence is '${licence:-not named}', which is not among $allowed" >&2; status=1; }
done <$out/components.tsv

echo "$(wc -l <$out/components.tsv) components, bills of materials in $out"
exit $status
