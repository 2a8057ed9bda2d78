# How many operators a training step and one map take, as a GPU would run them. Each bench also measures the machine's ceiling.
. "$FIGURES/lib.sh"
echo "| model | operators of a step | waits | operators of one map | waits |"
echo "|---|---|---|---|---|"
for model in plgf urbanfm uno dmn; do
  fineflow bench --models "$model" --mode train --batch 2 --seconds 0.05 --profile --json |
    jq -r --arg model "$model" '.profiles[0] | "| \($model) | \(.step.operators) | \(.step.waits) | \(.operators) | \(.waits) |"'
done
made_on operators
