# A PLGF of a thirtieth of the published size on the synthetic city of P1. A quarter of an hour.
. "$FIGURES/lib.sh"
p1=$(city taxibj-p1)
fineflow data doctor "$p1" >&2
trained runs/mean --data "$p1" --model mean
trained runs/ha --data "$p1" --model ha
trained runs/plgf --data "$p1" --model plgf --epochs 12 --batch-size 5 --learning-rate 0.001 --seed 1 --threads 2 \
  --set base_channels=24 --set context_channels=24 --set growth_rate=8 --set rdb_layers=3 --set pyramid_scales=3
row() { fineflow evaluate "runs/$2" --data "$p1" --json | jq -r --arg title "$1" '"| \($title) | \(.mse * 100 | round / 100) | \(.mae * 1000 | round / 1000) | \(.mape * 10000 | round / 10000) |"'; }
echo '| | MSE | MAE | MAPE |'
echo '|---|---|---|---|'
row 'even split' mean
row 'historical average by hour' ha
row 'PLGF, small' plgf
made_on synthetic-training
