# Speed and memory of a training step in one piece and in four. Two minutes, on a machine with nothing else to do.
. "$FIGURES/lib.sh"
fineflow bench --models plgf --mode train --batch 16 --threads 2 --seconds 12 --precision fp32,bf16 --json >whole.json
fineflow bench --models plgf --mode train --batch 16 --threads 2 --seconds 12 --precision fp32,bf16 --micro-batch 4 --json >pieces.json
jq -rs '"| steps in | at once | peak memory | samples/s |", "|---|---|---|---|",
  ([.[].results[]] | sort_by(.precision != "fp32", -(.micro_batch // 16)) | .[]
    | "| \(.precision) | \(.micro_batch // .batch) | \(.peak_memory_bytes / 1e6 | round) MB | \(.samples_per_second.median * 10 | round / 10) |")' whole.json pieces.json
made_on micro-batch
