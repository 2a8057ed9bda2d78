#!/usr/bin/env bash
# Makes all packages and tries them as a newcomer would: outside of the repository, with an empty package cache. Four minutes on two
# cores, 6 GB.
#
#   build/try-packages.sh [--demo] [FOLDER]
#
# FOLDER (a temporary one by default, kept) must be outside of the repository; the packages are in FOLDER/feed. --demo runs `fineflow demo` as well.
# PLATFORMS="linux-x64 win-x64 osx-arm64" are those whose tool packages are made; that of this machine is tried.
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$PWD
demo=false
if [ "${1:-}" = --demo ]; then demo=true; shift; fi
folder=$(realpath -m "${1:-$(mktemp -d)}")
case $folder/ in "$repository"/*) echo "$folder is in the repository, whose settings would reach the projects that are tried" >&2; exit 2 ;; esac
platforms=${PLATFORMS:-linux-x64}
feed=$folder/feed
here=linux-x64
rm -rf "$feed" "$folder"/{cache,tool,work,app,web,plain,times}
mkdir -p "$feed" "$folder/work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

step() { # NAME COMMAND...: runs it and notes how long it took
  local name=$1 begin=$SECONDS
  shift
  echo "== $name"
  "$@"
  echo "$((SECONDS - begin)) s|$name" >>"$folder/times"
}

fail() { echo "try-packages: $*" >&2; exit 1; }

pack_libraries() { # the tool's package without files among them
  local project
  for project in src/*/*.csproj; do
    grep -q '<IsPackable>false' "$project" || dotnet pack -c Release -v quiet -o "$feed" "$project"
  done
}

pack_tool() {
  rm -rf "artifacts/publish/FineFlow.Cli/release_$1"
  dotnet pack -c Release -v quiet -o "$feed" src/FineFlow.Cli -r "$1" -p:LibtorchPlatform="$1"
}

project() { # FOLDER SDK PACKAGE...: a program's project that takes packages of the feed
  local place=$1 sdk=$2 package
  shift 2
  mkdir -p "$place"
  {
    echo "<Project Sdk=\"$sdk\">"
    echo '<PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>'
    echo '<Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>'
    echo "<RestoreAdditionalProjectSources>$feed</RestoreAdditionalProjectSources></PropertyGroup><ItemGroup>"
    for package in "$@"; do echo "<PackageReference Include=\"$package\" Version=\"$version\" />"; done
    echo '</ItemGroup></Project>'
  } >"$place/$(basename "$place").csproj"
}

same_torchsharp() { # FOLDER: the patched copies lie there, with one libtorch
  cmp -s "$1/TorchSharp.dll" "$patched/patched"/*/TorchSharp.dll || fail "$1 has a TorchSharp.dll that is not the patched one"
  local library
  library=$(find "$1" -name 'libLibTorchSharp.so')
  cmp -s "$library" "$patched/runtimes/$here/native/libLibTorchSharp.so" || fail "$1 has no patched libLibTorchSharp.so"
  [ -f "$(dirname "$library")/libtorch_cpu.so" ] || fail "libtorch is not beside $library"
  [ "$(find "$1" -name '*torch_cpu.*' | wc -l)" = 1 ] || fail "$1 has more than one libtorch"
}

run_app() { # FOLDER: runs the sample that was built there
  (cd "$folder/work" && rm -rf my-run && "$1/app")
}

try_web() { # runs the web app on the model that was trained, asks it once, and stops it
  local url=http://127.0.0.1:18473 out=$folder/web/out pid status=0
  "$out/web" --urls "$url" --FineFlow:Models="$folder/work" >"$folder/web/log" 2>&1 &
  pid=$!
  curl -sf --retry 60 --retry-connrefused --retry-delay 1 "$url/flows/v1/models" | grep -q '"name":"kha"' || status=1
  [ "$(curl -s "$url/healthz")" = Healthy ] || status=1
  curl -sf "$url/flows/" | grep -q '<title>' || status=1
  kill "$pid"; wait "$pid" || true
  [ $status = 0 ] || { cat "$folder/web/log" >&2; fail "the web app does not answer"; }
}

step "make the library packages" pack_libraries
for platform in $platforms; do
  step "make FineFlow.Tool.$platform" pack_tool "$platform"
done
version=$(basename "$feed"/FineFlow.Core.*.nupkg .nupkg)
version=${version#FineFlow.Core.}
for package in "$feed"/*.nupkg; do
  [ "$(stat -c %s "$package")" -lt 250000000 ] || fail "$package is larger than a feed takes (250 MB)"
done

export NUGET_PACKAGES=$folder/cache
fineflow=$folder/tool/fineflow
step "install the tool" dotnet tool install --tool-path "$folder/tool" FineFlow.Tool --version "$version" --add-source "$feed"
step "fineflow doctor" "$fineflow" doctor
step "fineflow models plgf" "$fineflow" models plgf
step "fineflow data synth" "$fineflow" data synth --preset tiny --out "$folder/work/city"
step "fineflow train --model kha" "$fineflow" train --data "$folder/work/city" --model kha --out "$folder/work/kha"
if $demo; then step "fineflow demo" "$fineflow" demo --out "$folder/work/demo"; fi

project "$folder/app" Microsoft.NET.Sdk FineFlow.Torch
cp "$repository"/samples/FineFlow.Quickstart/Program.cs "$folder/app"
patched=$NUGET_PACKAGES/fineflow.torch/$version
cd "$folder/app"
step "build a program with FineFlow.Torch" dotnet build -c Release -v quiet -o out
same_torchsharp "$folder/app/out"
step "run the program" run_app "$folder/app/out"
step "publish it" dotnet publish -c Release -v quiet -o published
same_torchsharp "$folder/app/published"
step "publish it for $here" dotnet publish -c Release -v quiet -r $here --self-contained false -o "published-$here"
same_torchsharp "$folder/app/published-$here"
step "run what was published" run_app "$folder/app/published"
step "run what was published for $here" run_app "$folder/app/published-$here"

project "$folder/web" Microsoft.NET.Sdk.Web FineFlow.AspNetCore
cp "$repository"/samples/FineFlow.WebApp/Program.cs "$folder/web"
step "build a web app with FineFlow.AspNetCore" dotnet build "$folder/web" -c Release -v quiet -o "$folder/web/out"
step "run the web app" try_web

project "$folder/plain" Microsoft.NET.Sdk FineFlow.Core FineFlow.Outputs FineFlow.Ingest
step "restore FineFlow.Core, Outputs and Ingest" dotnet restore -v quiet "$folder/plain"
if grep -qi torch "$folder/plain/obj/project.assets.json"; then fail "FineFlow.Core, Outputs or Ingest bring libtorch or TorchSharp"; fi

echo "== sizes and times, in $folder"
stat -c '%s %n' "$feed"/*.nupkg | awk -F'[ /]' '{ printf "%8.1f MB  %s\n", $1 / 1e6, $NF }'
du -sBM "$folder/tool" "$folder/app/out" | awk '{ print "     on disk  " $1 "B " $2 }'
awk -F'|' '{ printf "%8s  %s\n", $1, $2 }' "$folder/times"
