# PLGF without the kernels and with them, on a processor made to look as if it had no AVX-512. Three minutes, on a machine with nothing else to do.
. "$FIGURES/lib.sh"
sed 's/ avx512[a-z0-9_]*//g' /proc/cpuinfo >cpuinfo
measure() { # FILE [VARIABLE=VALUE]...
  local file=$1
  shift
  unshare -rm sh -c 'mount --bind cpuinfo /proc/cpuinfo && exec "$@"' sh env DOTNET_EnableAVX512=0 ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2 "$@" \
    "$(command -v fineflow)" bench --models plgf --batch 16 --threads 2 --precision fp32 --seconds 12 --json >"$file"
}
measure with.json
measure without.json DOTNET_EnableAVX2=0
jq -rs '. as [$without, $with] | "| | without, samples/s | with | ratio | share of the ceiling |", "|---|---|---|---|---|",
  (range($with.results | length) as $i | $without.results[$i] as $old | $with.results[$i] as $new
    | "| \(if $new.mode == "infer" then "inference" else "training step" end) | \($old.samples_per_second.median * 10 | round / 10) | \($new.samples_per_second.median * 10 | round / 10) | \($new.samples_per_second.median / $old.samples_per_second.median * 100 | round / 100) | \($new.of_ceiling * 100 | round) % |"),
  "", "The ceiling was \($with.ceiling.fp32_gflops | round) GFLOP/s."' without.json with.json
made_on speed-avx2
