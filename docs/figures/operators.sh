# How many operators a training step of some networks takes, as a GPU would run it. Each bench also measures the machine's ceiling.
. "$FIGURES/lib.sh"
echo "| model | operators of a step | waits |"
echo "|---|---|---|"
for model in plgf urbanfm uno dmn; do
  fineflow bench --models "$model" --mode train --batch 2 --seconds 0.05 --profile --json |
    jq -r --arg model "$model" '.profiles[0].step | "| \($model) | \(.operators) | \(.waits) |"'
done
made_on operators
