# Training by two processes of one thread each against one of one thread, by turns. Five minutes, on a machine with nothing else to do.
. "$FIGURES/lib.sh"
data=$(city small)
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
# Both take the same micro-batches, so both end with the same bytes: samples and seconds of the second epoch, validation included.
train() {
  rm -rf run
  "${@:2}" fineflow train --data "$data" --model plgf --set base_channels=64 --set context_channels=64 --set growth_rate=32 --set rdb_layers=2 \
    --batch-size 16 --micro-batch 8 --threads 1 --precision fp32 --epochs 2 --out run >&2
  jq -cs --argjson processes "$1" '.[1] | {$processes, samples_per_second, seconds}' run/history.jsonl >>turns.jsonl
  sha256sum run/model/weights.safetensors | cut -d' ' -f1 >>weights.txt
}
rm -f turns.jsonl weights.txt
for turn in 1 2 3; do
  train 1 env
  train 2 mpirun --bind-to none -n 2
done
[ "$(sort -u weights.txt | wc -l)" = 1 ] || { echo "the runs differ" >&2; exit 1; }
jq -rs 'def median: sort | .[length / 2 | floor];
  def of($n): map(select(.processes == $n));
  "| processes, one thread each | training, samples/s | epoch with validation, s |", "|---|---|---|",
  (1, 2) as $n | "| \($n) | \(of($n) | map(.samples_per_second) | median * 10 | round / 10) | \(of($n) | map(.seconds) | median * 10 | round / 10) |"' turns.jsonl
jq -rs 'def median: sort | .[length / 2 | floor];
  def of($n): map(select(.processes == $n));
  "| ratio | \((of(2) | map(.samples_per_second) | median) / (of(1) | map(.samples_per_second) | median) * 100 | round / 100) | \((of(1) | map(.seconds) | median) / (of(2) | map(.seconds) | median) * 100 | round / 100) |"' turns.jsonl
made_on processes
