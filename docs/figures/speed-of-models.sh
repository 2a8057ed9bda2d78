# The speed of every model, by turns. Five minutes, on a machine with nothing else to do.
. "$FIGURES/lib.sh"
fineflow bench --models all --batch 16 --threads 2 --seconds 3 --precision fp32 --json >bench.json
jq -r '(.results | group_by(.model) | map({key: .[0].model, value: (map({key: .mode, value: .}) | from_entries)}) | from_entries) as $by
  | "| model | inference, samples/s | share of the ceiling | training, samples/s | share | peak memory, training |", "|---|---|---|---|---|---|",
  ([.results[].model] | reduce .[] as $m ([]; if index([$m]) then . else . + [$m] end) | .[] | . as $m | $by[$m] | select(.train)
    | "| \($m) | \(.infer.samples_per_second.median | . * 100 | round / 100) | \(.infer.of_ceiling * 1000 | round / 10) % | \(.train.samples_per_second.median | . * 100 | round / 100) | \(.train.of_ceiling * 1000 | round / 10) % | \(.train.peak_memory_bytes / 1e8 | round / 10) GB |"),
  "", "The ceiling was \(.ceiling.fp32_gflops | round) GFLOP/s."' bench.json
made_on speed-of-models
