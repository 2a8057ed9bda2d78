# The roads of a made-up city as a static map: errors of the kernel history with and without it, by the days of fine counts.
. "$FIGURES/lib.sh"
mkdir -p measured
small=$(city small)
[ -f roads.npy ] || fineflow data synth --preset small --out unused --roads roads.npy >&2
[ -d made-up ] || fineflow data covariates "$small" roads=roads.npy --out made-up >&2

# A kernel history: run DAYS STATIC
run() {
  local days=()
  [ "$1" = all ] || days=(--target-days "$1")
  trained "runs/kha-$1-$2" --data made-up --model kha "${days[@]}" --set "use_static=$2" --threads 1
}

echo '| days | MSE without the roads | MSE with them | difference, % |'
echo '|---:|---:|---:|---|'
for days in 1 3 7 all; do
  run $days false
  run $days true
  file=measured/kha-$days.json
  [ -f "$file" ] || fineflow compare "runs/kha-$days-false" "runs/kha-$days-true" --data made-up --threads 1 --json >"$file"
  jq -r --arg days $days 'def r(d): . * d | round / d; .runs[0].mse as $without | .differences[0].bootstrap.mse as $d
    | ([$d.difference, $d.low, $d.high] | map(. / $without * 100 | r(100))) as $p
    | "| \($days) | \($without | r(1e3)) | \(.runs[1].mse | r(1e3)) | \($p[0]) (\($p[1]) to \($p[2])) |"' "$file"
done
echo
echo 'In brackets the 95 % interval over the days of the test part: negative is better.'
made_on static-maps
