namespace FineFlow.Cli.CommandLine.Help;

/// <summary>What the help of a command shows below its options: command lines to begin with, and the page to read on.</summary>
/// <param name="Page">The page, from the repository's root.</param>
/// <param name="Lines">The command lines.</param>
internal sealed record Examples(string Page, params IReadOnlyList<string> Lines)
{
    private static readonly Dictionary<string, Examples> All = new()
    {
        [""] = new("README.md", "fineflow demo", "fineflow city trips.csv --out my-city --serve", "fineflow help train"),
        ["demo"] = new("README.md", "fineflow demo --out first-look"),
        ["city"] = new(
            "docs/city.md",
            "fineflow city trips-2024-*.csv.gz --out my-city --minutes 10 --serve",
            "fineflow city coarse.npy --slot 30 --model runs/dmn --out inferred"),
        ["data inspect"] = new("docs/data.md", "fineflow data inspect my-city --png city.png"),
        ["data doctor"] = new("docs/data.md", "fineflow data doctor my-city"),
        ["data synth"] = new("docs/synthetic-city.md", "fineflow data synth --preset small --out made-up --png city.png"),
        ["data grid"] = new(
            "docs/grid.md",
            "fineflow data grid trips.parquet --kind trips --grid 128x128 --factor 4 --slot 30 --out my-city",
            "fineflow data grid pings.csv --kind traces --box=-122.52,37.70,-122.36,37.82 --zone America/Los_Angeles --out my-city"),
        ["data grid plan"] = new(
            "docs/grid.md",
            "fineflow data grid plan \"trips-*.parquet\" --kind trips --grid 128x128 --out /shared/plan",
            "fineflow data grid plan \"trips-*.parquet\" --kind trips --parts 24 --slurm --cpus 4 --out /shared/plan"),
        ["data grid run"] = new("docs/grid.md", "fineflow data grid run /shared/plan", "fineflow data grid run /shared/plan --task 7"),
        ["data grid status"] = new("docs/grid.md", "fineflow data grid status /shared/plan"),
        ["data grid collect"] = new("docs/grid.md", "fineflow data grid collect /shared/plan --out my-city"),
        ["data weather"] = new("docs/grid.md", "fineflow data weather my-city --weather station.csv --holidays holidays.csv"),
        ["data covariates"] = new(
            "docs/transfer.md", "fineflow data covariates my-city roads=roads.geojson population=population.tif --out my-city-maps"),
        ["data split"] = new("docs/data.md", "fineflow data split my-city --ratio 7:1:2 --out my-city-712"),
        ["data fetch taxibj"] = new("docs/taxibj.md", "fineflow data fetch taxibj --task 1..4 --out taxibj"),
        ["data import taxibj"] = new("docs/taxibj.md", "fineflow data import taxibj P1.zip --task 1 --ratio 7:1:2 --out taxibj-p1"),
        ["data import maps"] = new("docs/data.md", "fineflow data import maps flows.npy --factor 4 --out my-city"),
        ["train"] = new(
            "docs/training.md",
            "fineflow train --data my-city --out runs/dmn",
            "fineflow train --data taxibj-p1 --model plgf --recipe common --out runs/plgf",
            "fineflow train --data taxibj-p1 --out runs/plgf --resume",
            "fineflow train --data new-city --out runs/new --init-from runs/dmn",
            "fineflow train --data my-city --out runs/no-north-west --leave-out 2x2:1"),
        ["evaluate"] = new("docs/evaluation.md", "fineflow evaluate runs/dmn --data my-city --split test"),
        ["compare"] = new("docs/compare-and-report.md", "fineflow compare runs/dmn runs/plgf --data my-city --out comparison"),
        ["drift"] = new(
            "docs/drift.md",
            "fineflow drift runs/dmn --data this-week",
            "fineflow drift runs/dmn --data this-week --reference my-city --out drift --strict",
            "fineflow drift runs/dmn --input coarse.npy --time time.npy"),
        ["report"] = new("docs/compare-and-report.md", "fineflow report runs/dmn --out dmn.html"),
        ["predict"] = new(
            "docs/predictions.md",
            "fineflow predict runs/dmn --input coarse.npy --time time.npy --output fine.tif --quantiles 0.05,0.95",
            "fineflow predict runs/dmn --data my-city --split test --output fine.nc --integers",
            "fineflow predict --model plgf.onnx --input coarse.npy --ext ext.npy --output fine.npy"),
        ["zones"] = new(
            "docs/zones.md",
            "fineflow zones runs/dmn --data my-city --zones districts.geojson",
            "fineflow zones runs/dmn --data my-city --zones districts.geojson --name TAZ --output districts.csv"),
        ["export"] = new(
            "docs/onnx.md",
            "fineflow export runs/plgf --output plgf.onnx",
            "fineflow export runs/plgf --output plgf.html --data my-city"),
        ["refresh"] = new("docs/models/dmn.md", "fineflow refresh runs/dmn --data my-city --out runs/dmn-fresh"),
        ["serve"] = new(
            "docs/serving.md",
            "fineflow serve --models runs --data my-city",
            "fineflow serve --models runs --grpc-url http://127.0.0.1:8082",
            "fineflow serve --config serve.json",
            "fineflow serve --demo"),
        ["models"] = new("README.md", "fineflow models", "fineflow models plgf", "fineflow models --bibtex"),
        ["import-weights"] = new("docs/import-weights.md", "fineflow import-weights plgf.safetensors --model plgf --out bundles/plgf"),
        ["experiment"] = new(
            "docs/experiments.md",
            "fineflow experiment overall --data taxibj-p1 --budget quick --out results/overall",
            "fineflow experiment plan overall --data taxibj-p1 --out /shared/overall",
            "fineflow experiment run /shared/overall"),
        ["experiment plan"] = new(
            "docs/experiments.md",
            "fineflow experiment plan overall --data taxibj-p1 --budget half --slurm --cpus 8 --out /shared/overall"),
        ["experiment run"] = new(
            "docs/experiments.md", "fineflow experiment run /shared/overall", "fineflow experiment run /shared/overall --task 7"),
        ["experiment status"] = new("docs/experiments.md", "fineflow experiment status /shared/overall"),
        ["experiment collect"] = new("docs/experiments.md", "fineflow experiment collect /shared/overall"),
        ["continual"] = new(
            "docs/continual.md",
            "fineflow continual --data taxibj-p1 --data taxibj-p2 --strategy finetune,replay --seeds 3 --out sequence",
            "fineflow continual --data a --data b --data c --model uno --size small --strategy data-free,ewc --epochs 20 --out sequence"),
        ["continual plan"] = new(
            "docs/continual.md",
            "fineflow continual plan --data taxibj-p1 --data taxibj-p2 --seeds 3 --slurm --cpus 8 --out /shared/sequence"),
        ["continual run"] = new(
            "docs/continual.md", "fineflow continual run /shared/sequence", "fineflow continual run /shared/sequence --task 7"),
        ["continual status"] = new("docs/continual.md", "fineflow continual status /shared/sequence"),
        ["continual collect"] = new("docs/continual.md", "fineflow continual collect /shared/sequence"),
        ["parity"] = new("docs/parity.md", "fineflow parity tests/Goldens/plgf/x8-scaled"),
        ["bench"] = new("docs/bench.md", "fineflow bench --models plgf --batch 1,16", "fineflow bench --models plgf --profile"),
        ["doctor"] = new("docs/performance.md", "fineflow doctor --json"),
        ["completions"] = new(
            "README.md", "source <(fineflow completions bash)", "fineflow completions fish > ~/.config/fish/completions/fineflow.fish"),
        ["man"] = new("README.md", "fineflow man --out ~/.local/share/man/man1"),
    };

    /// <summary>Returns the examples of a command; null where it has none, as a group of commands.</summary>
    /// <param name="words">The words that lead to it.</param>
    public static Examples? Of(IEnumerable<string> words) => All.GetValueOrDefault(string.Join(' ', words));
}
