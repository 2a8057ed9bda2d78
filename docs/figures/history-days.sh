# FineFlow's own models by the days of history that they have. Forty minutes.
. "$FIGURES/lib.sh"
. "$FIGURES/cities.sh"
echo '| city | days | `kha` | `pha` | `dmn` | `dmn` against `kha` |'
echo '|---|---:|---:|---:|---:|---:|'
for pair in sf:3 sf:7 sf:all bike:7 bike:all uber:7 uber:all; do
  city=${pair%:*} days=${pair#*:} name=${pair%:*}
  [ "$days" = all ] || { cut_to "$city" "$days"; name=$city-$days; }
  for model in $own; do measured "$name" "$model" whole; done | jq -rs --arg city "$city" --arg days "$days" 'def r: . * 1e4 | round / 1e4;
    map(.mse) as $m | "| \($city) | \($days) | \($m[0] | r) | \($m[1] | r) | \($m[2] | r) | \(($m[2] / $m[0] - 1) * 1000 | round / 10) % |"'
done
made_on history-days
