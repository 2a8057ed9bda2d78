# Every published network on San Francisco's taxis, in small sizes. An hour and a half on one core.
. "$FIGURES/lib.sh"
fineflow experiment "$FIGURES/published-sf.jsonc" --data "$(sfcab)" --budget quick --seeds 1 --threads 2 --out . >&2
. "$FIGURES/cities.sh"
head_of_rows
kha=$(measured sf kha whole)
grep -v '^dataset' "$WORK/published-sf/results.csv" | rows_of_networks "$(jq .baselines.even_split.mse <<<"$kha")" "$(jq .noise_floor_mse <<<"$kha")"
made_on published-sf
