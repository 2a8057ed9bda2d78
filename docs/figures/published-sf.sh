# Every published network on San Francisco's taxis, in small sizes. An hour.
. "$FIGURES/lib.sh"
experiment "$FIGURES/published-sf.jsonc" --data "$(sfcab)"
. "$FIGURES/cities.sh"
head_of_rows
kha=$(measured sf kha whole)
grep -v '^dataset' "$WORK/published-sf/results.csv" | rows_of_networks "$(jq .baselines.even_split.mse <<<"$kha")" "$(jq .noise_floor_mse <<<"$kha")"
made_on published-sf
