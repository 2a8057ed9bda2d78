#!/usr/bin/env bash
# Fuzzes what reads bytes of strangers, guided by coverage: SharpFuzz makes FineFlow's assemblies count the branches that they take, and AFL++
# changes inputs and keeps those that take new ones.
#
#   build/fuzz.sh TARGET EXECUTIONS [FOLDER]      TARGET: npy, safetensors, dataset, card, csv, http or grpc
#
# Begins with benchmarks/FineFlow.Fuzz/Corpus/TARGET. What it found is in FOLDER (artifacts/fuzz/TARGET by default): default/crashes are finds,
# default/hangs took too long. Fails where there are finds. Needs afl-fuzz (Debian: apt-get install afl++).
set -euo pipefail
cd "$(dirname "$0")/.."
target=$1 executions=$2 out=${3:-artifacts/fuzz/$1}
project=benchmarks/FineFlow.Fuzz
bin=artifacts/fuzz/bin
command -v afl-fuzz >/dev/null || { echo 'afl-fuzz is needed (Debian: apt-get install afl++)' >&2; exit 2; }

if [ ! -e $bin/instrumented ]; then
  dotnet tool restore >/dev/null
  dotnet build -c Release -v q -nologo $project
  mkdir -p $bin
  cp -rl artifacts/bin/FineFlow.Fuzz/release/. $bin
  for name in Core Torch Ingest Outputs Engine AspNetCore Host; do
    cp --remove-destination artifacts/bin/FineFlow.Fuzz/release/FineFlow.$name.dll $bin
    dotnet sharpfuzz $bin/FineFlow.$name.dll
  done
  touch $bin/instrumented
fi

rm -rf "$out"
mkdir -p "$out"
# The program is not native, so that AFL finds nothing of its own in it; crashes are told by SharpFuzz.
AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 DOTNET_TieredPGO=0 \
  afl-fuzz -i $project/Corpus/"$target" -o "$out" -t 10000 -m none -E "$executions" -- $bin/FineFlow.Fuzz "$target" >"$out/log" 2>&1 \
  || { tail -20 "$out/log" >&2; exit 1; }

awk -F ' *: *' '/^(run_time|execs_done|execs_per_sec|corpus_count|saved_crashes|saved_hangs) / { printf "%s %s  ", $1, $2 } END { print "" }' "$out/default/fuzzer_stats"
! ls "$out"/default/crashes/id* 2>/dev/null
