# Seven strategies on four tiny periods of one synthetic city that grows, a small CUFAR, three seeds. Eight minutes.
. "$FIGURES/lib.sh"
tasks=()
for period in tiny-p1 tiny-p2 tiny-p3 tiny-p4; do
  tasks+=(--data "$(city $period)")
done
fineflow continual "${tasks[@]}" --model cufar --set base_channels=8 --set global_kernel=3 --set sub_region=2 \
  --epochs 20 --batch-size 16 --learning-rate 2e-3 --seeds 3 --threads 1 --out . >&2
target=$REPOSITORY/docs/results/continual
mkdir -p "$target"
cp table.md results.csv continual.png continual.svg "$target"
table table.md '### MSE'
made_on continual
