using System.Text.Json.Nodes;
using FineFlow.Core.Metrics;
using FineFlow.Core.Settings;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Runs;

namespace FineFlow.Experiments.Reports;

/// <summary>A report's tables; empty text where there is nothing to show.</summary>
internal static class ReportTables
{
    public static string Metrics(RunReport report) => Table(
        $"Over all cells, in {Units(report)} ({MetricCatalog.DirectionNote})",
        report.Splits,
        [
            new("split", split => split.Split),
            new("slots", split => NumberText.Whole(split.Evaluation.Metrics.Samples)),
            .. MetricColumns.Of<MeasuredSplit>((split, metric) => metric.Text(split.Evaluation.Metrics[metric])),
            new(BaselineTables.Removed, split => BaselineTables.RemovedText(split.Baselines, split.Evaluation.Metrics)),
        ])
        + string.Concat(report.Splits.Select(split => Html.Table(
            $"Beside what costs nothing, {split.Split} split",
            BaselineTables.Of(split.Baselines, (report.Card.Model, split.Evaluation.Metrics)))))
        + string.Concat(report.Splits.TakeLast(1)
            .SelectMany(split => BaselineTables.Notes(split.Baselines))
            .Select(note => Html.Paragraph(BaselineTables.Sentence(note))));

    public static string Conservation(RunReport report) => Table(
        "Sums of fine cells beside the coarse counts",
        report.Splits,
        [
            new("split", split => split.Split),
            new("blocks", split => NumberText.Whole(split.Evaluation.Conservation.Blocks)),
            new("broken", split => NumberText.Whole(split.Evaluation.Conservation.BrokenBlocks)),
            new("largest residual", split => NumberText.Brief(split.Evaluation.Conservation.Largest)),
            new("relative", split => NumberText.Brief(split.Evaluation.Conservation.LargestRelative)),
            new("split evenly", split => NumberText.Share(split.Evaluation.FlatBlocks)),
        ]);

    public static string Training(RunReport report) => report.History.Count == 0
        ? ""
        : Pairs("Course of the training",
        [
            ("finished epochs", NumberText.Whole(report.History.Count)),
            ("best epoch", $"{report.History.LastOrDefault(epoch => epoch.Best)?.Epoch}"),
            ("time", NumberText.Duration(report.History.Sum(epoch => epoch.Seconds))),
            ("training samples a second", report.History[^1].SamplesPerSecond is > 0 and var rate
                ? NumberText.Brief(rate)
                : "not trained by gradients"),
        ]);

    public static string FlowClasses(RunReport report) => Errors(
        report, "By true flow of the cell", split => FlowClassRow.Of(split.Errors), row => row.Errors,
        [
            new("true flow", row => NumberText.Range(row.From, row.To)),
            new("cells", row => NumberText.Whole(row.Cells)),
        ]);

    public static string Hours(RunReport report) => Errors(
        report, "By hour of the day", split => HourRow.Of(split.Errors), row => row.Errors,
        [
            new("hour", row => NumberText.Hour(row.Hour)),
            new("slots", row => NumberText.Whole(row.Samples)),
        ]);

    public static string Model(RunReport report)
    {
        var (run, card) = (report.Manifest, report.Card);
        var loss = SettingsBinder.ToJson(run.Loss);
        return Pairs("What was trained, and how",
            [
                ("model", card.Model),
                ("parameters", NumberText.Whole(card.Parameters)),
                ("recipe", card.Recipe),
                ("loss", card.Loss),
                ("recovery", Words(card.Recovery)),
                .. Options(typeof(Recipe), run.Recipe),
                .. Options(typeof(RunOptions), run),
                ("weights, SHA-256", card.WeightsSha256),
            ])
            + Pairs("Settings of the model", Settings(card.Options))
            + (loss.Count == 0 ? "" : Pairs("Settings of the loss", Settings(loss)));
    }

    public static string Data(RunReport report)
    {
        var (data, manifest) = (report.Manifest.Data, report.Manifest.Data.Manifest);
        return Pairs("What it was trained on", new (string Name, string? Value)[]
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
        return Pairs("At the start of the run",
        [
            ("FineFlow", versions.FineFlow),
            ("TorchSharp", versions.TorchSharp),
            ("libtorch", versions.Libtorch),
            (".NET", versions.Dotnet),
            ("system", versions.Os),
            ("threads", $"{report.Manifest.Threads}"),
        ]);
    }

    private static string Errors<T>(
        RunReport report,
        string title,
        Func<MeasuredSplit, IReadOnlyList<T>> rowsOf,
        Func<T, CellSums> errors,
        IReadOnlyList<Column<T>> keys) => report.Splits.Count == 0
        ? ""
        : Table(
            $"{title}, {report.Splits[^1].Split} split",
            rowsOf(report.Splits[^1]),
            [.. keys, .. MetricColumns.Of<T>((row, metric) => metric.Text(errors(row)[metric]))]);

    private static string Table<T>(string caption, IReadOnlyList<T> items, IReadOnlyList<Column<T>> columns) =>
        items.Count == 0 ? "" : Html.Table(caption, TextTable.Of(items, columns));

    private static string Pairs(string caption, IEnumerable<(string Name, string Value)> pairs) =>
        Html.Table(caption, TextTable.Pairs(pairs));

    private static IEnumerable<(string Name, string Value)> Options(Type type, object record) =>
        OptionInfo.Of(type).Select(option => (option.Title, option.TextOf(record) ?? "none"));

    private static IEnumerable<(string Name, string Value)> Settings(JsonObject settings) =>
        settings.Select(setting => (setting.Key, setting.Value?.ToJsonString() ?? "none"));

    private static string Words(ConservationMode recovery) => recovery switch
    {
        ConservationMode.Exact => "exact, in place of the model's epsilon",
        ConservationMode.Projected => "projected onto maps that add up",
        _ => "as published",
    };

    private static string Units(RunReport report) => report.Manifest.Data.Manifest.Units ?? "counts";
}
