using System.Text.Json.Nodes;
using FineFlow.Core.Metrics;
using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

/// <summary>The fields of every report and the kinds of their values, as files; and that no report forgets a metric.</summary>
public sealed class JsonShapeTests(TrainedRun trained) : IDisposable
{
    private const string GoldenCase = "plgf/x8-scaled";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [Trait(ExpectedFile.Trait, ExpectedFile.File)]
    [InlineData("train", "train --data DATA --model mean --out OUT --json")]
    [InlineData("evaluate", "evaluate RUN --data DATA --json")]
    [InlineData("evaluate-kha", "evaluate KHA --data DATA --json")]
    [InlineData("compare", "compare RUN RUN --data DATA --json")]
    [InlineData("drift", "drift KHA --data DATA --json")]
    [InlineData("report", "report RUN --data DATA --out OUT.html --json")]
    [InlineData("predict", "predict RUN --input DATA/test/X.npy --ext DATA/test/ext.npy --output OUT.npy --json")]
    [InlineData("zones", "zones HISTORY-OF-TOWN --data TOWN --zones ZONES --output OUT.csv --json")]
    [InlineData("export", "export RUN --output OUT.onnx --json")]
    [InlineData("models", "models plgf --json")]
    [InlineData("experiment", "experiment overall --data DATA --models mean,ha --epochs 1 --seeds 1 --out OUT --json")]
    [InlineData("experiment-plan", "experiment plan overall --data DATA --models mean,ha --epochs 1 --out OUT --json")]
    [InlineData(
        "experiment-status", "experiment status OUT --json", "experiment plan overall --data DATA --models mean --epochs 1 --out OUT")]
    [InlineData(
        "experiment-run", "experiment run OUT --json", "experiment plan overall --data DATA --models mean --epochs 1 --out OUT")]
    [InlineData(
        "experiment-collect",
        "experiment collect OUT --json",
        "experiment plan overall --data DATA --models mean --epochs 1 --out OUT;experiment run OUT")]
    [InlineData("continual", "continual --data DATA --data DATA --model espcn --strategy finetune --epochs 1 --out OUT --json")]
    [InlineData(
        "continual-plan", "continual plan --data DATA --data DATA --model espcn --strategy finetune --epochs 1 --out OUT --json")]
    [InlineData(
        "continual-status",
        "continual status OUT --json",
        "continual plan --data DATA --data DATA --model espcn --strategy finetune --epochs 1 --out OUT")]
    [InlineData(
        "continual-run",
        "continual run OUT --json",
        "continual plan --data DATA --data DATA --model espcn --strategy finetune --epochs 1 --out OUT")]
    [InlineData(
        "continual-collect",
        "continual collect OUT --json",
        "continual --data DATA --data DATA --model espcn --strategy finetune --epochs 1 --out OUT")]
    [InlineData("data-inspect", "data inspect DATA --json")]
    [InlineData("data-doctor", "data doctor DATA --json")]
    [InlineData("data-synth", "data synth --preset tiny --out OUT --json")]
    [InlineData("data-split", "data split DATA --ratio 7:1:2 --out OUT --json")]
    [InlineData(
        "data-covariates",
        "data covariates OUT roads=OUT.npy --out OUT-maps --json",
        "data synth --preset tiny --out OUT --roads OUT.npy")]
    [InlineData("data-grid", "data grid EVENTS GRID --out OUT --json")]
    [InlineData("data-grid-plan", "data grid plan EVENTS GRID --out OUT --json")]
    [InlineData("data-grid-run", "data grid run OUT --json", "data grid plan EVENTS GRID --out OUT")]
    [InlineData("data-grid-status", "data grid status OUT --json", "data grid plan EVENTS GRID --out OUT")]
    [InlineData(
        "data-grid-collect", "data grid collect OUT --out OUT-city --json", "data grid plan EVENTS GRID --out OUT;data grid run OUT")]
    [InlineData("city", "city EVENTS GRID --out OUT --minutes 0.1 --json")]
    [InlineData("city-model", "city TOWN/test/X.npy --time TOWN/test/time.npy --slot 30 --model HISTORY-OF-TOWN --out OUT --json")]
    [InlineData(
        "data-weather", "data weather OUT --weather WEATHER --conditions sky --overwrite --json", "data grid EVENTS GRID --out OUT")]
    [InlineData("data-fetch-taxibj", "data fetch taxibj --task 2 --from ARCHIVE --out OUT --json")]
    [InlineData("data-import-maps", "data import maps DATA/test/Y.npy --factor 2 --split 1:1:1 --out OUT --json")]
    [InlineData("data-import-taxibj", "data import taxibj ARCHIVE --task 2 --out OUT --json")]
    [InlineData("refresh", "refresh HISTORY-OF-TOWN --data TOWN --out OUT --json")]
    [InlineData("parity", "parity GOLDEN --json")]
    [InlineData("parity-cases", "parity GOLDEN GOLDEN --json")]
    [InlineData("import-weights", "import-weights GOLDEN/weights.safetensors --model plgf SETTINGS --out OUT --json")]
    public void The_fields_of_a_report_are_as_expected(string name, string command, string? before = null)
    {
        foreach (var line in before?.Split(';') ?? [])
        {
            Run(line);
        }

        ReportShape.Matches(name, Run(command).Json());
    }

    [Theory]
    [InlineData("train --data DATA --model mean --out OUT --json", "valid")]
    [InlineData("evaluate RUN --data DATA --json", "")]
    [InlineData("compare RUN RUN --data DATA --json", "runs/0")]
    [InlineData("compare RUN RUN --data DATA --json", "differences/0")]
    [InlineData("compare RUN RUN --data DATA --json", "runs/0/flow_classes/0")]
    [InlineData("report RUN --data DATA --out OUT.html --json", "splits/0/hours/0")]
    [InlineData("experiment overall --data DATA --models mean --epochs 1 --seeds 1 --out OUT --json", "results/0/test")]
    [InlineData("continual --data DATA --data DATA --model espcn --strategy ewc --epochs 1 --out OUT --json", "results/0/untrained/1")]
    [InlineData("continual --data DATA --data DATA --model espcn --strategy ewc --epochs 1 --out OUT --json", "strategies/0/forgetting")]
    public void No_report_forgets_a_metric(string command, string place)
    {
        var at = Run(command).Json();
        foreach (var step in place.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = int.TryParse(step, out var index) ? at[index] : at.GetProperty(step);
        }

        Assert.All(MetricCatalog.All, metric => Assert.True(at.TryGetProperty(metric.Key, out _), $"{metric} is missing"));
    }

    [Theory]
    [InlineData("evaluate RUN --data DATA")]
    [InlineData("compare RUN RUN --data DATA")]
    [InlineData("experiment overall --data DATA --models mean --epochs 1 --seeds 1 --out OUT")]
    public void No_table_forgets_a_metric(string command)
    {
        var table = Run(command).Out;
        Assert.All(MetricCatalog.All, metric => Assert.Matches($@"\b{metric.Title}\b", table));
    }

    [Fact]
    public void No_line_page_or_file_forgets_a_metric()
    {
        var lines = Run("train --data DATA --model mean --out OUT-line").Error;
        Assert.All(MetricCatalog.All, metric => Assert.Matches($@"\b{metric.Key} ", lines));
        Run("report RUN --data DATA --out OUT.html");
        Run("compare RUN RUN --data DATA --out OUT-compare");
        Run("experiment by-flow --data DATA --models mean --epochs 1 --seeds 1 --out OUT-flow");
        foreach (var file in new[] { "out.html", "out-compare/compare.md", "out-flow/table.md" })
        {
            Assert.All(MetricCatalog.All, metric => Assert.Matches($@"\b{metric.Title}\b", File.ReadAllText(_folder.File(file))));
        }

        var columns = File.ReadLines(_folder.File("out-flow/results.csv")).First().Split(',');
        Assert.All(MetricCatalog.All, metric => Assert.Contains($"test_{metric.Key}", columns));
    }

    public void Dispose() => _folder.Dispose();

    private Outcome Run(string command) => Fineflow.RunWell([.. command.Split(' ').SelectMany(Words)]);

    private IReadOnlyList<string> Words(string word) => word switch
    {
        "EVENTS" => [RawFiles.Events(_folder.File("events.csv"))],
        "GRID" => RawFiles.GridOptions,
        "WEATHER" => [RawFiles.Weather(_folder.File("weather.csv"))],
        "ZONES" => [RawFiles.Zones(_folder.File("zones.geojson"))],
        "ARCHIVE" => [RawFiles.TaxiBjArchive(_folder)],
        "SETTINGS" => GoldenSettings(),
        "KHA" => [trained.KernelHistory],
        "HISTORY-OF-TOWN" => [trained.TownHistory],
        _ =>
        [
            word.Replace("DATA", trained.Data, StringComparison.Ordinal)
                .Replace("RUN", trained.Run, StringComparison.Ordinal)
                .Replace("TOWN", word.Contains("TOWN", StringComparison.Ordinal) ? trained.Town : "", StringComparison.Ordinal)
                .Replace("OUT", _folder.File("out"), StringComparison.Ordinal)
                .Replace("GOLDEN", Goldens.Path(GoldenCase), StringComparison.Ordinal),
        ],
    };

    private static string[] GoldenSettings()
    {
        var document = JsonNode.Parse(File.ReadAllText(Goldens.Path($"{GoldenCase}/case.json")))!;
        return [.. document["config"]!.AsObject().SelectMany(setting => new[] { "--set", $"{setting.Key}={setting.Value}" })];
    }
}
