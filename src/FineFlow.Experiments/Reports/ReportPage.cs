using FineFlow.Core;
using FineFlow.Core.Metrics;
using FineFlow.Core.Storage;
using FineFlow.Core.Tables;
using FineFlow.Torch.Models;

namespace FineFlow.Experiments.Reports;

/// <summary>A report as one HTML page without external scripts, fonts or pictures.</summary>
internal static class ReportPage
{
    private const string NothingFromElsewhere = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    /// <summary>Writes the page.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Save(string path, RunReport report) => AtomicFile.WriteText(path, Text(report));

    /// <summary>Returns the page as HTML.</summary>
    public static string Text(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Frame(
            $"{report.Card.Model} on {report.Manifest.Data.Manifest.Name ?? report.Manifest.DataFolder}",
            Subtitle(report),
            Html.Headline(Headline(report)) + string.Concat(report.Notes.Select(Html.Note)) + Sections(report));
    }

    /// <summary>Returns a page of some content, which is HTML; the rest is plain text.</summary>
    internal static string Frame(string title, string subtitle, string content) => $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{NothingFromElsewhere}">
            <title>{Html.Text(title)}</title>
            <style>
            {ReportStyle.Css}
            </style>
            </head>
            <body>
            <header>
            <h1>{Html.Text(title)}</h1>
            {Html.Paragraph(subtitle)}</header>
            <main>
            {content}</main>
            </body>
            </html>

            """;

    private static string Sections(RunReport report) => string.Concat(
        Html.Section("metrics", "Metrics", ReportTables.Metrics(report)),
        Html.Section("conservation", "Do the maps add up?", ReportTables.Conservation(report)),
        Html.Section("training", "Training", Pictures(report, ReportPart.Training), ReportTables.Training(report)),
        Html.Section(
            "errors", "Where it errs", ReportTables.FlowClasses(report), ReportTables.Hours(report), Pictures(report, ReportPart.Map)),
        Html.Section("slots", "Three slots", Pictures(report, ReportPart.Slots)),
        Html.Section("model", "Model", ReportTables.Model(report)),
        Html.Section("data", "Data", ReportTables.Data(report)),
        Html.Section("environment", "Environment", ReportTables.Environment(report)),
        Html.Section(
            "repeat",
            "Repeat it",
            Html.Paragraph("The same data, software and number of threads give the same numbers."),
            Commands(report)));

    private static string Commands(RunReport report) => Html.Code(
        RepeatCommands.Train(report.Manifest, report.Run) + "\n" + RepeatCommands.Evaluate(report.Manifest, report.Run));

    private static string Pictures(RunReport report, ReportPart part)
    {
        var pictures = string.Concat(report.Pictures.Where(picture => picture.Part == part).Select(Html.Picture));
        return part == ReportPart.Map && pictures.Length > 0 ? $"<div class=\"map\">{pictures}</div>\n" : pictures;
    }

    private static string Subtitle(RunReport report) => Invariant(
        $"{ModelCatalog.Find(report.Card.Model).Title}. Recipe {report.Card.Recipe}, loss {report.Card.Loss}, seed {report.Card.Seed}, ")
        + Invariant($"weights of epoch {report.Card.Epoch} of {report.History.Count}.");

    private static IEnumerable<(string Name, string Value, string Note)> Headline(RunReport report)
    {
        var measured = report.Splits.Count > 0 ? report.Splits[^1] : null;
        var (metrics, split) = measured is null
            ? (report.Card.Validation, "valid, from the card")
            : (measured.Evaluation.Metrics, measured.Split);
        if (metrics is not null)
        {
            foreach (var metric in MetricCatalog.All.Where(metric => !double.IsNaN(metrics[metric])))
            {
                yield return (metric.Title, metric.Text(metrics[metric]), split);
            }
        }

        if (measured?.Evaluation.Conservation is { } conservation)
        {
            var note = conservation.Conserves ? "counts; every block adds up" : "counts; not every block adds up";
            yield return ("Largest residual", NumberText.Rough(conservation.Largest), note);
        }

        yield return ("Parameters", NumberText.Whole(report.Card.Parameters), "trainable");
    }
}
