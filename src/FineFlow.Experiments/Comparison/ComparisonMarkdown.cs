using System.Globalization;
using System.Text;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Measurement;

namespace FineFlow.Experiments.Comparison;

/// <summary>A comparison as a Markdown page.</summary>
internal static class ComparisonMarkdown
{
    /// <summary>The page.</summary>
    /// <param name="report">The numbers.</param>
    /// <param name="pictures">The file beside the page that shows each difference's map.</param>
    public static string Of(ComparisonReport report, IReadOnlyList<string> pictures)
    {
        var page = new StringBuilder();
        page.AppendLine($"# {report.Runs.Count} runs on {Text(report.Data)}, {report.Split} split").AppendLine();
        page.AppendLine($"{NumberText.Whole(report.Samples)} slots, {Text(report.Units)}. Data: divided {Text(report.Division ?? "in a way that its dataset.json does not say")}, SHA-256 `{report.Fingerprint}`.").AppendLine();
        foreach (var warning in report.Warnings)
        {
            page.AppendLine($"**Warning:** {Text(warning)}.").AppendLine();
        }

        Table(page, ["run", "model", "recipe", "loss", "seed", "parameters", .. MetricCatalog.All.Select(metric => metric.Title), "residual"], report.Runs.Select(Row));
        page.AppendLine(string.Join("  \n", report.Runs.Select(run => $"{Text(run.Name)}: {Text(run.Run)}"))).AppendLine();
        AddDifferences(page, report);
        foreach (var (difference, picture) in report.Differences.Zip(pictures))
        {
            page.AppendLine($"![Where {Text(difference.Run)} and {Text(difference.First)} err less]({picture})").AppendLine();
        }

        AddErrors(page, "By true flow", "true flow", "cells", report.Runs, run => run.FlowClasses.Select(row => (NumberText.Range(row.From, row.To), row.Cells, row.Errors)));
        AddErrors(page, "By hour of the day", "hour", "slots", report.Runs, run => run.Hours.Select(row => (NumberText.Hour(row.Hour), (long)row.Samples, row.Errors)));
        return page.ToString();
    }

    private static string[] Row(ComparedRun run) =>
    [
        Text(run.Name), Text(run.Model), Text(run.Recipe), Text(run.Loss), run.Seed.ToString(CultureInfo.InvariantCulture), NumberText.Whole(run.Parameters),
        .. MetricCatalog.All.Select(metric => metric.Text(run.Metrics[metric])), NumberText.Brief(run.MaxConservationError),
    ];

    private static void AddDifferences(StringBuilder page, ComparisonReport report)
    {
        page.AppendLine($"## Against {Text(report.Runs[0].Name)}").AppendLine();
        page.AppendLine(report.NoIntervals is { } reason
            ? $"Differences to the first run; below 0 is better. No intervals: {Text(reason)}."
            : $"Differences to the first run; below 0 is better. 95 % intervals and two-sided p values from {NumberText.Whole(PairedBootstrap.Resamples)} paired "
                + $"bootstrap samples of {report.Differences[0].Bootstrap!.Days} days; p values are not corrected for the number of comparisons.").AppendLine();
        Table(page, ["run", .. MetricCatalog.All.Select(metric => metric.Title), "cells where it errs less", "cells where it errs more"], report.Differences.Select(difference => (string[])
        [
            Text(difference.Run),
            .. MetricCatalog.All.Select(metric => DifferenceText.Of(metric, difference[metric], difference.Bootstrap?[metric])),
            NumberText.Share(difference.BetterCells),
            NumberText.Share(difference.WorseCells),
        ]));
    }

    private static void AddErrors(
        StringBuilder page, string title, string key, string count, IReadOnlyList<ComparedRun> runs, Func<ComparedRun, IEnumerable<(string Key, long Count, CellSums Errors)>> rowsOf)
    {
        var columns = runs.Select(run => rowsOf(run).ToArray()).ToArray();
        if (columns[0].Length == 0)
        {
            return;
        }

        foreach (var metric in MetricCatalog.All)
        {
            page.AppendLine($"## {title}: {metric.Title}").AppendLine();
            Table(page, [key, count, .. runs.Select(run => Text(run.Name))], columns[0].Select((row, i) =>
                (string[])[row.Key, NumberText.Whole(row.Count), .. columns.Select(column => metric.Text(column[i].Errors[metric]))]));
        }
    }

    private static void Table(StringBuilder page, string[] head, IEnumerable<string[]> rows)
    {
        page.AppendLine($"| {string.Join(" | ", head)} |").AppendLine($"|{string.Concat(head.Select(_ => "---|"))}");
        foreach (var row in rows)
        {
            page.AppendLine($"| {string.Join(" | ", row)} |");
        }

        page.AppendLine();
    }

    /// <summary>Text that Markdown shows as it is: names may hold anything.</summary>
    private static string Text(string text) => string.Concat(text.Select(character =>
        char.IsControl(character) ? " " : "\\`*_[]<>|&#!".Contains(character, StringComparison.Ordinal) ? $"\\{character}" : $"{character}"));
}
