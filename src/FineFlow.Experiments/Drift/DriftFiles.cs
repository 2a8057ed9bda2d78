using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Core.Storage;
using FineFlow.Core.Tables;
using FineFlow.Plots.Charts;

namespace FineFlow.Experiments.Drift;

/// <summary>Writes a report: drift.md with its figure, and drift.json.</summary>
internal static class DriftFiles
{
    private const string Name = "drift";

    /// <summary>Writes all files; returns their paths, the page first.</summary>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, DriftReport report)
    {
        var (png, svg) = ChartFile.Save(Path.Combine(folder, Name), DriftFigure.Chart(report));
        var (page, json) = (Path.Combine(folder, Name + ".md"), Path.Combine(folder, Name + ".json"));
        JsonStyle.Write(json, report);
        AtomicFile.WriteText(page, Page(report, Path.GetFileName(png)));
        return [page, json, png, svg];
    }

    private static string Page(DriftReport report, string picture) => string.Join("\n\n",
    [
        Invariant($"# Drift of {report.Model} since its training: {DriftWords.Of(report.Verdict)}"),
        Invariant($"Judged are {DriftTables.Span(report)}, against {report.TrainingDays} days of training."),
        MarkdownTable.Of(DriftTables.Measures(report)).Trim(),
        $"![Measures over the days]({picture})",
        MarkdownTable.Of(DriftTables.Shifts(report)).Trim(),
        .. DriftTables.Sentences(report).Select(note => $"- {note}"),
        MarkdownTable.Of(DriftTables.Days(report)).Trim(),
    ]) + "\n";
}
