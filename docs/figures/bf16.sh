# What bfloat16 does to the result: small PLGF on BikeNYC, six epochs, three seeds. A quarter of an hour without AVX-512 bf16, a few minutes with it.
. "$FIGURES/lib.sh"
data=$(bikenyc)
errors() { fineflow evaluate "$1" --data "$data" --split valid --json | jq -c '[.mse, .mae, .mape]'; }
echo '| seed | MSE fp32 | bf16 | MAE fp32 | bf16 | MAPE fp32 | bf16 |'
echo '|---|---|---|---|---|---|---|'
for seed in 1 2 3; do
  for precision in fp32 bf16; do
    trained "runs/$precision-$seed" --data "$data" --model plgf --size small --learning-rate 0.001 --epochs 6 \
      --seed $seed --threads 2 --precision $precision
  done
  jq -rn --argjson f "$(errors runs/fp32-$seed)" --argjson b "$(errors runs/bf16-$seed)" --arg seed $seed 'def r: . * 10000 | round / 10000;
    "| \($seed) | \($f[0] | r) | \($b[0] | r) | \($f[1] | r) | \($b[1] | r) | \($f[2] | r) | \($b[2] | r) |"'
done
made_on bf16
