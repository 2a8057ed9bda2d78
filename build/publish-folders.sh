#!/usr/bin/env bash
# Makes one folder a platform with all that fineflow needs, .NET and libtorch among it: copied to a machine, it runs there. Prints the size
# of each. Two minutes a platform on two cores.
#
#   build/publish-folders.sh [PLATFORM...]      linux-x64 where none is named; also win-x64, osx-arm64
#
# The folders are artifacts/folders/PLATFORM, or below FOLDER where the environment has it. They can be made on any of the platforms.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
folder=${FOLDER:-artifacts/folders}
for platform in "${@:-linux-x64}"; do
  rm -rf "${folder:?}/$platform"
  # Links would tie the folder to the package cache: what is copied from it must stand by itself.
  dotnet publish src/FineFlow.Cli -c Release -v quiet -r "$platform" --self-contained true -p:LibtorchPlatform="$platform" \
    -p:CreateHardLinksForPublishFilesIfPossible=false -o "$folder/$platform"
  cp LICENSE README.md "$folder/$platform/"
  printf '%s: %s MB, packed %s MB\n' "$folder/$platform" "$(du -sBM --apparent-size "$folder/$platform" | cut -dM -f1)" \
    "$(($(tar -C "$folder" -cz "$platform" | wc -c) / 1000000))"
done
