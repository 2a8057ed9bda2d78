# FineFlow's own models beside published networks on two real cities. Forty minutes, after overall.sh.
. "$FIGURES/lib.sh"
sfcab=$(sfcab)
bikenyc=$(bikenyc)
own='kha pha dmn'

data() { case $1 in sf) echo "$sfcab" ;; bike) echo "$bikenyc" ;; *) echo "cut/$1" ;; esac; }

# A dataset with the last days of train alone: cut CITY DAYS
cut_to() { [ -d "cut/$1-$2" ] || fineflow data split "$(data "$1")" --train-days "$2" --out "cut/$1-$2" >&2; }

# What evaluate --json says of a model, measured once: measured CITY MODEL NAME [OPTION]...
measured() {
  local file=measured/$1-$2-$3.json
  mkdir -p measured
  trained "runs/$1-$2" --data "$(data "$1")" --model "$2" --threads 2
  [ -f "$file" ] || fineflow evaluate "runs/$1-$2" --data "$(data "$1")" --threads 2 --json "${@:4}" >"$file"
  cat "$file"
}

# The same of a model whose history is the training part alone: alone CITY MODEL
alone() {
  local file=measured/$1-$2-alone.json
  trained "runs/$1-$2-alone" --data "$(data "$1")" --model "$2" --threads 2 --set use_valid=false
  [ -f "$file" ] || fineflow evaluate "runs/$1-$2-alone" --data "$(data "$1")" --threads 2 --json >"$file"
  cat "$file"
}

# A row of what evaluate --json says: row TITLE
row() {
  jq -r --arg title "$1" 'def r(d): . * d | round / d;
    "| \($title) | \(.mse | r(1e4)) | \(.removable_share * 1000 | round / 10) % | \(.estimates.mae.mae | r(1e4)) | \(.estimates.mape.mape | r(1e5)) | \(.coverage_90 * 1000 | round / 10) % |"'
}

mkdir -p cut
fineflow experiment overall --data "$sfcab" --models mean,ha,plgf,urbanfm --budget quick --seeds 1 --threads 2 --out published-sf >&2

# CITY: a line for each published network on it. Those of BikeNYC are overall.sh's.
published() {
  case $1 in sf) grep -v '^dataset' published-sf/results.csv ;; bike) grep '^BikeNYC' "$WORK/overall/results.csv" ;; esac
}

for city in sf bike; do
  case $city in sf) echo '**San Francisco taxis, test part**' ;; bike) echo && echo '**BikeNYC, test part**' ;; esac
  echo
  echo '| model | MSE of the mean map | error removed | MAE of the MAE map | MAPE of the MAPE map | in the 90 % interval |'
  echo '|---|---:|---:|---:|---:|---:|'
  even=$(measured $city kha whole | jq .baselines.even_split.mse) floor=$(measured $city kha whole | jq .noise_floor_mse)
  for model in $own; do measured $city "$model" whole | row "**$model**"; done
  for model in $own; do alone $city "$model" | row "$model, without the validation part"; done
  awk -F, -v even="$even" -v floor="$floor" '$12 != "" { printf "| %s | %.4f | %.1f %% | %.4f | %.5f | |\n", $3, $12, (even - $12) / (even - floor) * 100, $14, $15 }' \
    <(published $city) | sort -t'|' -k3,3n
  echo "| noise floor | $(jq -n "$floor * 1e4 | round / 1e4") | 100 % | | | |"
done

echo
echo '**Coverage of the 90 % intervals of `dmn`, by tenths of the cells by expected flow**'
echo
echo '| city | lowest tenth | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | highest |'
echo '|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|'
for city in sf bike; do
  measured $city dmn whole | jq -r --arg city $city '"| \($city) | " + ([.coverage_by_flow[] | "\(.coverage * 1000 | round / 10) %"] | join(" | ")) + " |"'
done

echo
echo '**A share of the coarse cells is missing: MSE of the mean map over all cells**'
echo
echo '| city | missing | `kha` (filled by history) | `pha` | `dmn` | `dmn` against `kha` |'
echo '|---|---:|---:|---:|---:|---:|'
for city in sf bike; do
  for share in 0.1 0.2 0.3; do
    for model in $own; do measured $city "$model" "$share" --hide "$share"; done | jq -rs --arg city $city --arg share $share 'map(.mse) as $m
      | "| \($city) | \($share | tonumber * 100) % | \($m[0] * 1e4 | round / 1e4) | \($m[1] * 1e4 | round / 1e4) | \($m[2] * 1e4 | round / 1e4) | \(($m[2] / $m[0] - 1) * 1000 | round / 10) % |"'
  done
done

echo
echo '**Days of history: MSE of the mean map**'
echo
echo '| city | days | `kha` | `pha` | `dmn` |'
echo '|---|---:|---:|---:|---:|'
for pair in sf:7 sf:all; do
  city=${pair%:*} days=${pair#*:} name=${pair%:*}
  [ "$days" = all ] || { cut_to "$city" "$days"; name=$city-$days; }
  for model in $own; do measured "$name" "$model" whole; done \
    | jq -rs --arg city "$city" --arg days "$days" 'map(.mse * 1e4 | round / 1e4) as $m | "| \($city) | \($days) | \($m[0]) | \($m[1]) | \($m[2]) |"'
done
made_on real-cities
