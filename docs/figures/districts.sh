# Quarters of a city left out of the training, with and without its roads as a static map. Small networks and few epochs, because many
# are trained.
. "$FIGURES/lib.sh"
mkdir -p measured
small=$(city small)
[ -f roads.npy ] || fineflow data synth --preset small --out unused --roads roads.npy >&2
[ -d made-up ] || fineflow data covariates "$small" roads=roads.npy --out made-up >&2
dmn='--model dmn --set channels=32 --set blocks=2 --epochs 8 --threads 2'

# A run: run CITY QUARTER NAME [OPTION of fineflow train]...
run() {
  local left=()
  [ "$2" = none ] || left=(--leave-out "2x2:$2")
  trained "runs/$1-$2-$3" --data "$1" "${left[@]}" "${@:4}"
}

# Errors of runs, measured once: errors CITY QUARTER RUN...
errors() {
  local file=measured/$1-$2.json
  [ -f "$file" ] || fineflow compare "${@:3}" --data "$1" --threads 2 --json >"$file"
  cat "$file"
}

number='def r(d): . * d | round / d;
  def change($run; $first): [$run.bootstrap.mse | .difference, .low, .high] | map(. / $first.mse * 100 | r(10)) | "\(.[0]) (\(.[1]) to \(.[2]))";'

echo '**The made-up city, test part: mean squared error of the mean map in the quarter that was left out**'
echo
echo '| left out | even split | `dmn` without roads | `kha` with roads | `dmn` with roads | roads in `dmn`, % | `dmn` that saw the quarter |'
echo '|---|---:|---:|---:|---:|---|---:|'
run made-up none plain $dmn --set use_static=false
run made-up none roads $dmn
for quarter in 1 2 3 4; do
  run made-up $quarter plain $dmn --set use_static=false
  run made-up $quarter kha --model kha --threads 2
  run made-up $quarter roads $dmn
  errors made-up $quarter runs/made-up-$quarter-{plain,kha,roads} runs/made-up-none-roads | jq -r --arg quarter $quarter "$number"' .districts[0] as $left | $left.runs as $runs
    | "| quarter \($quarter) | \($left.even_split.mse | r(10)) | \($runs[0].mse | r(10)) | \($runs[1].mse | r(10)) | \($runs[2].mse | r(10)) | \(change($runs[2]; $runs[0])) | \($runs[3].mse | r(10)) |"'
done
errors made-up none runs/made-up-none-{plain,roads} | jq -r "$number"' .runs as $runs | .differences[0] as $d
  | "| nothing | \(.baselines.even_split.mse | r(10)) | \($runs[0].mse | r(10)) | | \($runs[1].mse | r(10)) | \(change($d; $runs[0])) | |"'
echo
echo 'In brackets the 95 % interval over the days of the test part: negative is better. Quarters are counted in reading order.'
made_on districts
