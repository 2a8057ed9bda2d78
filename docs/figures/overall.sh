# All models on BikeNYC and the small city. Half an hour.
. "$FIGURES/lib.sh"
experiment overall --data "$(bikenyc)" --data "$(city small)"
table table.md
made_on overall
