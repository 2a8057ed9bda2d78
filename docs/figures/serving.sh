# What a server does at three and ten times the load that it can bear. Four minutes a model, on a machine with nothing else to do. Needs wrk and curl.
. "$FIGURES/lib.sh"
small=$(city small)
mkdir -p models
trained run --data "$small" --model plgf --set base_channels=8 --set context_channels=8 --set growth_rate=4 --epochs 1 --threads 2
mkdir -p models/plgf && rm -rf models/plgf/1 && cp -r run/model models/plgf/1
echo '```text'
"$REPOSITORY/benchmarks/serving-load/run.sh" models plgf 2>&1
echo '```'
made_on serving
