using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Serialization;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Reports;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Distributions;
using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models.Histories;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow evaluate</c>: measures a model on a split.</summary>
internal static class EvaluateCommand
{
    private static readonly Argument<string> Run = new("RUN") { Description = "run folder or model bundle" };
    private static readonly Option<string> Split = new("--split")
    {
        Description = "split to measure on: train, valid or test",
        DefaultValueFactory = _ => SplitNames.Test,
        HelpName = "NAME",
    };

    private static readonly Option<double?> Hide = NumberOption.Decimal(
        "--hide", "SHARE", "hide this share of the coarse cells, for models that infer missing ones, as 0.1 (default: 0)");

    private static readonly Option<int?> Zones = NumberOption.Whole(
        "--zones", "N", "also measure the intervals of sums over N random rectangles a map, where the model gives some (default: 0)");

    public static Command Create()
    {
        var command = new Command("evaluate", "Measure a trained model on a split, in raw counts.")
        {
            Run, CommonOptions.Data, Split, Hide, Zones,
            CommonOptions.Exact, CommonOptions.Project, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Strict,
            CommonOptions.Json,
        };
        command.SetAction(Evaluate);
        return command;
    }

    private static int Evaluate(ParseResult parsed)
    {
        var name = parsed.GetRequiredValue(Split);
        var dataset = DatasetLoader.LoadWithBaselines(
            parsed.GetRequiredValue(CommonOptions.Data), parsed.GetValue(CommonOptions.Strict), name);
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        var (split, source) = (Shown(dataset[name], parsed.GetValue(Hide)), $"{dataset.Folder}/{name}");
        using var model = ModelLoader.Load(parsed.GetRequiredValue(Run), parsed);
        var warnings = model.CompareWithTraining(
            split.Inputs, InputOrigin.From(dataset), source, parsed.GetValue(CommonOptions.Strict));
        foreach (var warning in warnings)
        {
            Output.Warning($"{source} {warning}");
        }

        using var interruption = new Interruption();
        var clock = Stopwatch.StartNew();
        var leftOut = model.LeftOutOf(dataset);
        var evaluation = Evaluation.RunWithDistribution(model.Network, split, source, ZonesOf(parsed), leftOut, interruption.Token);
        var seconds = clock.Elapsed.TotalSeconds - (evaluation.Distribution?.Seconds ?? 0);
        var baselines = Baselines.Measure(dataset, name, model.Network, interruption.Token);
        var report = EvaluateReport.Of(model, dataset, split, warnings, evaluation, baselines, seconds);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, Render);
        return ExitCodes.Done;
    }

    private static int ZonesOf(ParseResult parsed)
    {
        const int most = 10_000;
        var zones = parsed.GetValue(Zones) ?? 0;
        return zones is >= 0 and <= most
            ? zones
            : throw new BadInputException("option --zones", Invariant($"{zones}; a whole number from 0 to {most} is expected"));
    }

    /// <summary>Returns the split with a share of its coarse cells hidden, always the same ones.</summary>
    private static FlowSplit Shown(FlowSplit split, double? share) => share switch
    {
        null or 0 => split,
        > 0 and < 1 => split.Hide(share.Value, seed: 1),
        _ => throw new BadInputException("option --hide", Invariant($"{share} is no share; a number from 0 to below 1 is expected")),
    };

    private static void Render(EvaluateReport report)
    {
        TerminalTable.Write(Summary(report));
        TerminalTable.Write(BaselineTables.Of(report.Baselines, report.Estimates is { } estimates
            ? [("mean map", estimates.Mean), ("MAE map", estimates.Mae), ("MAPE map", estimates.Mape)]
            : [(report.Model, report.Metrics)]));
        foreach (var note in BaselineTables.Notes(report.Baselines))
        {
            Output.Line(note);
        }

        if (report.Districts is { } districts)
        {
            Output.Line(Output.OneLine(DistrictTables.Title(districts.Districts)));
            TerminalTable.Write(DistrictTables.Of(report.Model, districts));
        }

        if (report.CoverageByFlow is { } coverage)
        {
            TerminalTable.Write(TextTable.Of(
                coverage,
                [
                    new("expected flow", row => NumberText.Range(row.From, row.To)),
                    new("cells", row => NumberText.Whole(row.Cells)),
                    new("in the 90 % interval", row => NumberText.Share(row.Coverage)),
                ]));
        }
    }

    private static TextTable Summary(EvaluateReport report) => TextTable.Pairs(
    [
        ("model", report.Model),
        ("trained by", $"recipe {report.Recipe}, loss {report.Loss}"),
        ("split", Invariant($"{report.Split}, {report.Samples} samples ({NumberText.Brief(report.SamplesPerSecond)} a second)")),
        ("data", DatasetLine.Of(report.Division, report.Fingerprint)),
        ("counts", report.City),
        .. Remembered(report),
        .. Missing(report),
        .. MetricCatalog.All.Select(metric => (metric.Title, metric.Text(report.Metrics[metric]))),
        ("adds up", $"{(report.Conserves ? "every block" : "no")}; "
            + $"largest residual {NumberText.Brief(report.MaxConservationError)} counts{Recovered(report.Recovery)}"),
        ("split evenly", $"{NumberText.Share(report.FlatBlocks)} of the non-empty coarse cells"),
        .. Distribution(report),
    ]);

    private static IEnumerable<(string Name, string Value)> Remembered(EvaluateReport report)
    {
        if (report.SplitInHistory)
        {
            yield return (
                "history", $"holds the days of {report.Split}, of which each slot's own is left out; later days have larger errors");
        }
    }

    private static IEnumerable<(string Name, string Value)> Missing(EvaluateReport report)
    {
        if (report.MissingCells > 0)
        {
            yield return ("missing", $"{NumberText.Whole(report.MissingCells)} coarse cells, inferred as well");
        }
    }

    private static IEnumerable<(string Name, string Value)> Distribution(EvaluateReport report)
    {
        if (report.LogLikelihood is { } likelihood)
        {
            yield return ("log-likelihood", $"{NumberText.Brief(likelihood)} nats a unit of flow");
        }

        if (report.Coverage90 is { } coverage)
        {
            yield return ("90 % intervals", $"cover {NumberText.Share(coverage)} of the true counts");
        }

        if (report.Coverage90Zones is { } zones)
        {
            yield return ("of sums", $"over random rectangles, the 90 % intervals cover {NumberText.Share(zones)}");
        }
    }

    private static string Recovered(ConservationMode recovery) => recovery switch
    {
        ConservationMode.Exact => " (--exact)",
        ConservationMode.Projected => " (--project)",
        _ => "",
    };

    /// <summary>The fields of <c>evaluate --json</c>. Residuals are in counts; relative ones are divided by max(1, coarse count).</summary>
    private sealed record EvaluateReport(
        string Model,
        string Recipe,
        string Loss,
        ConservationMode Recovery,
        string Split,
        string? Division,
        string Fingerprint,
        IReadOnlyList<string> Warnings,
        bool SplitInHistory,
        long Samples,
        int MissingCells,
        [property: JsonIgnore] string City,
        [property: JsonIgnore] FlowMetrics Metrics,
        double MaxConservationError,
        double MaxRelativeConservationError,
        bool Conserves,
        double FlatBlocks,
        double SamplesPerSecond,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? NoiseFloorMse,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? RemovableShare,
        Baselines Baselines,
        DistrictErrors? Districts,
        EstimateMetrics? Estimates,
        double? LogLikelihood,
        [property: JsonPropertyName("coverage_90")] double? Coverage90,
        IReadOnlyList<FlowClassCoverage>? CoverageByFlow,
        [property: JsonPropertyName("coverage_90_zones")] double? Coverage90Zones)
    {
        /// <summary>The metrics by their keys.</summary>
        [JsonExtensionData]
        public Dictionary<string, object?> Fields => MetricCatalog.Fields(metric => Metrics[metric]);

        public static EvaluateReport Of(
            FlowModel model,
            FlowDataset dataset,
            FlowSplit split,
            IReadOnlyList<string> warnings,
            Evaluation evaluation,
            Baselines baselines,
            double seconds) => new(
            model.Card.Model,
            model.Card.Recipe,
            model.Card.Loss,
            model.Network.Mode,
            split.Name,
            dataset.Manifest.Split,
            dataset.Fingerprint,
            warnings,
            split.Time is not null && model.Network is HistoryNetwork network && network.Knows(split),
            evaluation.Metrics.Samples,
            Core.MissingCells.Count(split.Mask),
            CityLine.Of(dataset.Manifest, (split.Fine.Rows, split.Fine.Columns)),
            evaluation.Metrics,
            evaluation.Conservation.Largest,
            evaluation.Conservation.LargestRelative,
            evaluation.Conservation.Conserves,
            evaluation.FlatBlocks,
            evaluation.Metrics.Samples / seconds,
            baselines.NoiseFloor,
            baselines.RemovableShare(evaluation.Metrics[MetricCatalog.Mse]),
            baselines,
            evaluation.Districts,
            evaluation.Distribution?.Estimates,
            evaluation.Distribution?.LogLikelihood,
            evaluation.Distribution?.Coverage?.Coverage,
            evaluation.Distribution?.Coverage?.Classes,
            evaluation.Distribution?.Zones);
    }
}
