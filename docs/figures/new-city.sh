# A tiny city without any fine counts: another made-up city's network, with and without what that knows of roads. Small networks, few epochs.
. "$FIGURES/lib.sh"
dmn='--model dmn --set channels=32 --set blocks=2 --epochs 8 --threads 2'
for seed in 1 2; do
  [ -f roads-$seed.npy ] || fineflow data synth --preset tiny --seed $seed --out plain-$seed --roads roads-$seed.npy >&2
  [ -d city-$seed ] || fineflow data covariates plain-$seed roads=roads-$seed.npy --out city-$seed >&2
  trained runs/source-$seed --data city-$seed --leave-out 4x4:6 $dmn
done

# A run of a city without fine counts: empty CITY SOURCE NAME [OPTION of fineflow train]...
empty() {
  trained "runs/$1-from-$2-$3" --data "city-$1" --leave-out 1x1:1 --init-from "runs/source-$2" --init-place other $dmn "${@:4}"
}

echo '| city | weights from | even split | `dmn` without roads | `dmn` with roads | roads, % |'
echo '|---|---|---:|---:|---:|---:|'
for pair in '2 1' '1 2'; do
  read -r city source <<<"$pair"
  empty "$city" "$source" plain --set use_static=false
  empty "$city" "$source" roads
  fineflow compare runs/"$city-from-$source"-{plain,roads} --data "city-$city" --threads 2 --json |
    jq -r --arg city "$city" --arg source "$source" 'def r(d): . * d | round / d;
      [.runs[].mse] as [$plain, $roads]
      | "| seed \($city) | seed \($source) | \(.baselines.even_split.mse | r(10)) | \($plain | r(10)) | \($roads | r(10)) | \(100 * ($roads / $plain - 1) | r(10)) |"'
done
made_on new-city
