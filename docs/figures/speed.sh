# PLGF's speed, memory and share of the machine's ceiling, in both kinds of numbers. Two minutes, on a machine with nothing else to do.
. "$FIGURES/lib.sh"
fineflow bench --models plgf --batch 16 --threads 2 --seconds 12 --precision fp32,bf16 --json >bench.json
jq -r '"| does | numbers | samples/s | share of the ceiling | peak memory |", "|---|---|---|---|---|",
  (.results[] | "| \(if .mode == "infer" then "inference" else "training step" end) | \(.precision) | \(.samples_per_second.median * 10 | round / 10) | \(.of_ceiling * 100 | round) % | \(.peak_memory_bytes / 1e8 | round / 10) GB |"),
  "", "The ceiling was \(.ceiling.fp32_gflops | round) GFLOP/s in fp32 and \(.ceiling.bf16_gflops | round) in bf16."' bench.json
made_on speed
