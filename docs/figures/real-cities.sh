# FineFlow's own models beside published networks on two real cities. Half an hour, after overall.sh.
. "$FIGURES/lib.sh"
. "$FIGURES/cities.sh"

for city in sf bike; do
  case $city in sf) echo '**San Francisco taxis, test part**' ;; bike) echo && echo '**BikeNYC, test part**' ;; esac
  echo
  head_of_rows
  even=$(measured $city kha whole | jq .baselines.even_split.mse) floor=$(measured $city kha whole | jq .noise_floor_mse)
  for model in $own; do measured $city "$model" whole | row "**$model**"; done
  for model in $own; do with_setting $city "$model" alone use_valid=false | row "$model, without the validation part"; done
  [ $city = sf ] || grep '^BikeNYC' "$WORK/overall/results.csv" | rows_of_networks "$even" "$floor"
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
made_on real-cities
