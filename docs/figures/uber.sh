# FineFlow's own models on Uber's pickups, and what the weather is worth there. Ten minutes.
. "$FIGURES/lib.sh"
. "$FIGURES/cities.sh"
head_of_rows
for model in $own; do measured uber "$model" whole | row "**$model**"; done
with_setting uber dmn no-externals use_ext=false | row 'dmn, without external factors'
measured uber kha whole | jq -r 'def r: . * 1e4 | round / 1e4;
  "| even split | \(.baselines.even_split.mse | r) | 0 % | | | |", "| historical average | \(.baselines.historical_average.mse | r) | | | | |", "| noise floor | \(.noise_floor_mse | r) | 100 % | | | |"'
made_on uber
