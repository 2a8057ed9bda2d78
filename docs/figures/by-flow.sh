# Errors by true flow and hour, of five models on the small city. Ten minutes.
. "$FIGURES/lib.sh"
experiment by-flow --data "$(city small)" --models ha,urbanfm,deeplgr,urbanpy,plgf
table table.md '### small city: MAE by true flow'
made_on by-flow
