using System.Globalization;
using System.Text.Json.Nodes;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Networks;

namespace FineFlow.Experiments.Reports;

/// <summary>A report's tables; an empty text where there is nothing to show.</summary>
internal static class ReportTables
{
    public static string Metrics(RunReport report) => report.Splits.Count == 0
        ? ""
        : Html.Table(
            $"Over all cells, in {Units(report)} ({MetricCatalog.DirectionNote})",
            ["split", "slots", .. MetricCatalog.All.Select(metric => metric.Title)],
            report.Splits.Select(split =>
            {
                var metrics = split.Evaluation.Metrics;
                return (string[])[split.Split, NumberText.Whole(metrics.Samples), .. MetricCatalog.All.Select(metric => metric.Text(metrics[metric]))];
            }));

    public static string Conservation(RunReport report) => report.Splits.Count == 0
        ? ""
        : Html.Table(
            "Sums of fine cells beside the coarse counts",
            ["split", "blocks", "broken", "largest residual", "relative", "split evenly"],
            report.Splits.Select(split =>
            {
                var (_, conservation, flat) = split.Evaluation;
                return (string[])
                [
                    split.Split, NumberText.Whole(conservation.Blocks), NumberText.Whole(conservation.BrokenBlocks),
                    Number(conservation.Largest), Number(conservation.LargestRelative), NumberText.Share(flat),
                ];
            }));

    public static string Training(RunReport report) => report.History.Count == 0
        ? ""
        : Html.Pairs("Course of the training",
        [
            ("finished epochs", NumberText.Whole(report.History.Count)),
            ("best epoch", $"{report.History.LastOrDefault(epoch => epoch.Best)?.Epoch}"),
            ("time", Duration(report.History.Sum(epoch => epoch.Seconds))),
            ("training samples a second", report.History[^1].SamplesPerSecond > 0 ? Number(report.History[^1].SamplesPerSecond) : "not trained by gradients"),
        ]);

    public static string FlowClasses(RunReport report) => Errors(
        report, "By true flow of the cell", "true flow", "cells", split => FlowClassRow.Of(split.Errors).Select(row =>
            (string[])[NumberText.Range(row.From, row.To), NumberText.Whole(row.Cells), .. Metrics(row.Errors)]));

    public static string Hours(RunReport report) => Errors(
        report, "By hour of the day", "hour", "slots", split => HourRow.Of(split.Errors).Select(row =>
            (string[])[NumberText.Hour(row.Hour), NumberText.Whole(row.Samples), .. Metrics(row.Errors)]));

    public static string Model(RunReport report)
    {
        var (run, card) = (report.Manifest, report.Card);
        return Html.Pairs("What was trained, and how",
            [
                ("model", card.Model),
                ("parameters", NumberText.Whole(card.Parameters)),
                ("recipe", card.Recipe),
                ("loss", card.Loss),
                ("recovery", Words(card.Recovery)),
                ("seed", Number(card.Seed)),
                ("epochs at most", NumberText.Whole(run.Recipe.Epochs)),
                ("batch size", NumberText.Whole(run.Recipe.BatchSize)),
                ("initial learning rate", Number(run.Recipe.LearningRate)),
                ("patience", run.Recipe.Patience is { } patience ? $"{patience} epochs" : "none"),
                ("average of the weights", run.Recipe.Ema is { } decay ? $"exponential, decay {Number(decay)}" : "none"),
                ("steps in", run.Precision.ToString().ToLowerInvariant() + (run.MicroBatch is { } piece ? $", {NumberText.Whole(piece)} sample(s) at once" : "")),
                ("weights, SHA-256", card.WeightsSha256),
            ])
            + Html.Pairs("Settings of the model", Settings(card.Options))
            + (run.LossOptions.Count == 0 ? "" : Html.Pairs("Settings of the loss", Settings(run.LossOptions)));
    }

    public static string Data(RunReport report)
    {
        var (data, manifest) = (report.Manifest.Data, report.Manifest.Data.Manifest);
        return Html.Pairs("What it was trained on", new (string Name, string? Value)[]
        {
            ("folder", report.Manifest.DataFolder),
            ("name", manifest.Name),
            ("description", manifest.Description),
            ("source", manifest.Source),
            ("units", manifest.Units),
            ("slot", manifest.SlotMinutes is { } minutes ? $"{minutes} minutes" : null),
            ("channels", manifest.Channels is { } channels ? string.Join(", ", channels) : null),
            ("division", manifest.Split),
            ("training slots", NumberText.Whole(data.TrainSamples)),
            ("validation slots", NumberText.Whole(data.ValidSamples)),
            ("fingerprint, SHA-256", data.Fingerprint),
        }.Where(pair => pair.Value is not null).Select(pair => (pair.Name, pair.Value!)));
    }

    public static string Environment(RunReport report)
    {
        var versions = report.Manifest.Versions;
        return Html.Pairs("At the start of the run",
        [
            ("FineFlow", versions.FineFlow),
            ("TorchSharp", versions.TorchSharp),
            ("libtorch", versions.Libtorch),
            (".NET", versions.Dotnet),
            ("system", versions.Os),
            ("threads", $"{report.Manifest.Threads}"),
        ]);
    }

    private static string Errors(RunReport report, string title, string key, string count, Func<MeasuredSplit, IEnumerable<string[]>> rowsOf)
    {
        var split = report.Splits.Count > 0 ? report.Splits[^1] : null;
        var rows = split is null ? [] : rowsOf(split).ToArray();
        return rows.Length == 0 ? "" : Html.Table($"{title}, {split!.Split} split", [key, count, .. MetricCatalog.All.Select(metric => metric.Title)], rows);
    }

    private static IEnumerable<(string Name, string Value)> Settings(JsonObject settings) =>
        settings.Select(setting => (setting.Key, setting.Value?.ToJsonString() ?? "none"));

    private static IEnumerable<string> Metrics(CellSums errors) => MetricCatalog.All.Select(metric => metric.Text(errors[metric]));

    private static string Words(ConservationMode recovery) => recovery switch
    {
        ConservationMode.Exact => "exact, in place of the model's epsilon",
        ConservationMode.Projected => "projected onto maps that add up",
        _ => "as published",
    };

    private static string Units(RunReport report) => report.Manifest.Data.Manifest.Units ?? "counts";

    private static string Duration(double seconds) =>
        seconds < 100 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s") : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:N0} min");

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
