# Eleven models with their own loss and with DualFocal, on the small city, and those with DualFocal against PLGF. Twenty minutes, after overall.sh.
. "$FIGURES/lib.sh"
small=$(city small)

models=urbanfm,deeplgr,fode,urbanpy,cufar,uno,srcnn,espcn,vdsr,deepsd,srresnet
[ -f plan.json ] || fineflow experiment plan loss-transfer --data "$small" --models $models --budget quick --seeds 1 --threads 2 --out . >&2

# The trainings with the models' own losses are those of overall.sh; an experiment refuses runs that are not what it plans.
for run in "$WORK"/overall/runs/small-city-*/*/seed-1; do
  model=$(dirname "$run")
  own=runs/$(basename "$(dirname "$model")")/$(basename "$model")/own-loss/seed-1
  [ -d "$own" ] || { mkdir -p "$(dirname "$own")"; cp -r "$run" "$own"; }
done
experiment loss-transfer --data "$small" --models $models
table table.md '###'
echo
echo 'Against PLGF, trained alike (`fineflow compare`):'
echo
plgf=$(dirname "$(find "$WORK/overall/runs" -path '*small*/plgf/*' -name result.json)")
rivals=()
for model in urbanfm cufar urbanpy uno; do
  rivals+=("$(dirname "$(find runs -ipath "*/$model/dualfocal/*" -name result.json)")")
done
fineflow compare "$plgf" "${rivals[@]}" --data "$small" --out against-plgf >&2
table against-plgf/compare.md '## Against'
made_on loss-transfer
