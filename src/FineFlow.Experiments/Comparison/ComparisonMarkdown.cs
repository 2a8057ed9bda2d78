using System.Text;
using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Measurement;

namespace FineFlow.Experiments.Comparison;

/// <summary>A comparison as a Markdown page.</summary>
internal static class ComparisonMarkdown
{
    /// <summary>Returns the page.</summary>
    /// <param name="comparison">The numbers.</param>
    /// <param name="pictures">The file beside the page that shows each difference's map.</param>
    public static string Of(ComparisonReport comparison, IReadOnlyList<string> pictures)
    {
        var report = Escaped(comparison);
        var page = new StringBuilder();
        Add(page, $"# {report.Runs.Count} runs on {report.Data}, {report.Split} split");
        Add(page, $"{NumberText.Whole(report.Samples)} slots, {report.Units}. "
            + $"Data: divided {report.Division ?? "in a way that its dataset.json does not say"}, SHA-256 `{report.Fingerprint}`.");
        foreach (var warning in report.Warnings)
        {
            Add(page, $"**Warning:** {warning}.");
        }

        Add(page, ComparisonTables.Runs(report));
        foreach (var note in BaselineTables.Notes(report.Baselines))
        {
            Add(page, $"{BaselineTables.Sentence(note)}");
        }

        if (report.Districts is { } districts)
        {
            Add(page, $"## In what was left out of the training: {report.LeftOut}");
            Add(page, ComparisonTables.Districts(districts));
        }

        Add(page, string.Join("  \n", report.Runs.Select(run => $"{run.Name}: {run.Run}")));
        AddDifferences(page, report);
        foreach (var (difference, picture) in report.Differences.Zip(pictures))
        {
            Add(page, $"![Where {difference.Run} and {difference.First} err less]({picture})");
        }

        AddErrors(
            page, report, "By true flow", run => run.FlowClasses, row => row.Errors,
            [
                new("true flow", row => NumberText.Range(row.From, row.To)),
                new("cells", row => NumberText.Whole(row.Cells), Alignment.Right),
            ]);
        AddErrors(
            page, report, "By hour of the day", run => run.Hours, row => row.Errors,
            [
                new("hour", row => NumberText.Hour(row.Hour)),
                new("slots", row => NumberText.Whole(row.Samples), Alignment.Right),
            ]);
        return page.ToString();
    }

    private static void AddDifferences(StringBuilder page, ComparisonReport report)
    {
        Add(page, $"## Against {report.Runs[0].Name}");
        Add(page, report.NoIntervals is { } reason
            ? $"Differences to the first run; below 0 is better. No intervals: {reason}."
            : "Differences to the first run; below 0 is better. 95 % intervals and two-sided p values from "
                + $"{NumberText.Whole(PairedBootstrap.Resamples)} paired bootstrap samples "
                + $"of {report.Differences[0].Bootstrap!.Days} days; "
                + "p values are not corrected for the number of comparisons.");
        Add(page, TextTable.Of(
            report.Differences,
            [
                new("run", row => row.Run),
                .. MetricCatalog.All.Select(metric => new Column<RunDifference>(
                    metric.Title, row => DifferenceText.Of(metric, row[metric], row.Bootstrap?[metric]))),
                new("cells where it errs less", row => NumberText.Share(row.BetterCells)),
                new("cells where it errs more", row => NumberText.Share(row.WorseCells)),
            ]));
    }

    /// <summary>Adds a table for each metric, with a column for each run.</summary>
    private static void AddErrors<T>(
        StringBuilder page,
        ComparisonReport report,
        string title,
        Func<ComparedRun, IReadOnlyList<T>> rowsOf,
        Func<T, CellSums> errors,
        IReadOnlyList<Column<T>> keys)
    {
        var first = rowsOf(report.Runs[0]);
        foreach (var metric in first.Count == 0 ? [] : MetricCatalog.All)
        {
            Add(page, $"## {title}: {metric.Title}");
            Add(page, TextTable.Of(
                first.Index(),
                [
                    .. keys.Select(key => new Column<(int Index, T Row)>(key.Title, row => key.Show(row.Row), key.Alignment)),
                    .. report.Runs.Select(run => new Column<(int Index, T Row)>(
                        run.Name, row => metric.Text(errors(rowsOf(run)[row.Index])[metric]), Alignment.Right)),
                ]));
        }
    }

    private static void Add(StringBuilder page, string paragraph) => page.Append(paragraph).Append("\n\n");

    private static void Add(StringBuilder page, TextTable table) => page.Append(MarkdownTable.Of(table)).Append('\n');

    /// <summary>Returns the comparison with all names escaped for Markdown, since names may hold any character.</summary>
    private static ComparisonReport Escaped(ComparisonReport report) => report with
    {
        Data = Text(report.Data),
        Division = report.Division is { } division ? Text(division) : null,
        Units = Text(report.Units),
        Warnings = [.. report.Warnings.Select(Text)],
        Runs =
        [
            .. report.Runs.Select(run => run with
            {
                Run = Text(run.Run), Name = Text(run.Name), Model = Text(run.Model), Recipe = Text(run.Recipe), Loss = Text(run.Loss),
            }),
        ],
        Differences =
        [
            .. report.Differences.Select(difference => difference with { Run = Text(difference.Run), First = Text(difference.First) }),
        ],
        NoIntervals = report.NoIntervals is { } reason ? Text(reason) : null,
        LeftOut = report.LeftOut is { } leftOut ? Text(leftOut) : null,
        Districts = report.Districts is { } districts
            ? [.. districts.Select(part => part with { Runs = [.. part.Runs.Select(run => run with { Run = Text(run.Run) })] })]
            : null,
    };

    /// <summary>Escapes text for Markdown. Bars are escaped by the tables, where alone they have a meaning.</summary>
    private static string Text(string text) => string.Concat(text.Select(character => char.IsControl(character)
        ? " "
        : "\\`*_[]<>&#!".Contains(character, StringComparison.Ordinal) ? $"\\{character}" : $"{character}"));
}
