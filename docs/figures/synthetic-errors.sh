# The synthetic cities of the four periods: errors of the predictors that do not learn, and what the maps hold. Five minutes.
. "$FIGURES/lib.sh"
errors() { # PERIOD MODEL [OPTION]...: RMSE, MAE, MAPE, MSE
  local data=$WORK/data/taxibj-p$1 out=runs/p$1-$2${3:+-all-hours}
  trained "$out" --data "$data" --model "${@:2}"
  fineflow evaluate "$out" --data "$data" --json | jq -r '[.rmse, .mae, .mape, .mse] | @tsv'
}
row() { # TITLE COMMAND: a cell a period
  printf '| %s |' "$1"
  for period in 1 2 3 4; do printf ' %s |' "$($2 $period)"; done
  echo
}
three() { awk '{ printf "%.2f / %.2f / %.3f", $1, $2, $3 }'; }
even() { errors "$1" mean | three; }
average() { errors "$1" ha --set group_by_hour=false | three; }
average_by_hour() { errors "$1" ha | awk '{ printf "%.2f", $4 }'; }
fine() { fineflow data inspect "$WORK/data/taxibj-p$1" --json | jq -r '[.splits[] | {n: .samples, fine, coarse}]
  | "\((map(.n * .fine.mean) | add) / (map(.n) | add) * 10 | round / 10), \(map(.fine.maximum) | max), \((map(.n * .fine.zero_share) | add) / (map(.n) | add) * 100 | round) %, \(map(.coarse.maximum) | max)"'; }

for period in 1 2 3 4; do city taxibj-p$period >/dev/null; done
echo '| | P1 | P2 | P3 | P4 |'
echo '|---|---|---|---|---|'
row 'even split, RMSE / MAE / MAPE' even
row 'historical average (2), RMSE / MAE / MAPE' average
row 'historical average by hour, MSE' average_by_hour
row 'all slots: mean and largest fine flow, fine cells without flow, largest coarse flow' fine
made_on synthetic-errors
