#!/usr/bin/env bash
# Makes the documentation's site of docs/ and of the libraries' own comments: artifacts/site/html. Half a minute after a build.
#
#   build/site/make.sh
#   dotnet docfx serve artifacts/site/html        shows it
#
# A link that leads nowhere, or a page that no menu has, fails. The table.md of a result is no page: the result's page shows it.
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet tool restore >/dev/null
[ -f artifacts/bin/FineFlow.AspNetCore/release/FineFlow.AspNetCore.dll ] || dotnet build -c Release -v quiet
rm -rf artifacts/site
dotnet docfx build/site/docfx.json --warningsAsErrors --logLevel warning

pages=$(cd docs && find . -name '*.md' -not -path './index.md' -not -name table.md | sed 's|^\./||' | sort)
menu=$(sed -n 's/.*href: \([a-z/-]*\(README\)\?\.md\).*/\1/p' docs/toc.yml | sort)
missing=$(comm -23 <(echo "$pages") <(echo "$menu"))
[ -z "$missing" ] || { echo "docs/toc.yml lacks: $missing" >&2; exit 1; }
