# The roads of a made-up city as a static map: errors with and without it, by the days of fine counts.
. "$FIGURES/lib.sh"
mkdir -p measured
small=$(city small)
[ -f roads.npy ] || fineflow data synth --preset small --out unused --roads roads.npy >&2
[ -d made-up ] || fineflow data covariates "$small" roads=roads.npy --out made-up >&2

# A run: run MODEL DAYS STATIC [OPTION of fineflow train]...
run() {
  local days=()
  [ "$2" = all ] || days=(--target-days "$2")
  trained "runs/$1-$2-$3" --data made-up --model "$1" "${days[@]}" --set "use_static=$3" --threads 1 "${@:4}"
}

echo '| model | days | MSE without the roads | MSE with them | difference, % |'
echo '|---|---:|---:|---:|---|'
for pair in kha:1 kha:3 kha:7 kha:all dmn:1 dmn:3 dmn:7; do
  model=${pair%:*} days=${pair#*:}
  case $model in dmn) options='--set channels=32 --set blocks=2 --epochs 20' ;; *) options='' ;; esac
  run $model $days false $options
  run $model $days true $options
  file=measured/$model-$days.json
  [ -f "$file" ] || fineflow compare "runs/$model-$days-false" "runs/$model-$days-true" --data made-up --threads 1 --json >"$file"
  jq -r --arg model $model --arg days $days 'def r(d): . * d | round / d; .runs[0].mse as $without | .differences[0].bootstrap.mse as $d
    | ([$d.difference, $d.low, $d.high] | map(. / $without * 100 | r(100))) as $p
    | "| `\($model)` | \($days) | \($without | r(1e3)) | \(.runs[1].mse | r(1e3)) | \($p[0]) (\($p[1]) to \($p[2])) |"' "$file"
done
echo
echo 'In brackets the 95 % interval over the days of the test part: negative is better.'
made_on static-maps
