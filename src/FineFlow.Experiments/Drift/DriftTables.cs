using FineFlow.Core.Drift;
using FineFlow.Core.Tables;

namespace FineFlow.Experiments.Drift;

/// <summary>The tables of a drift report.</summary>
internal static class DriftTables
{
    /// <summary>Returns the measures of the judged days.</summary>
    public static TextTable Measures(DriftReport report) => TextTable.Of(
        report.Measures,
        [
            new("measure", row => DriftWords.Title(row.Measure)),
            new("now", row => DriftWords.Value(row.Measure, row.Value), Alignment.Right),
            new("usual", row => DriftWords.Value(row.Measure, row.Usual), Alignment.Right),
            new("watch", row => Bound(row, row.WatchFrom), Alignment.Right),
            new("train again", row => Bound(row, row.TrainFrom), Alignment.Right),
            new("verdict", row => DriftWords.Of(row.Verdict)),
        ]);

    /// <summary>Returns the cells and hours whose share of the counts has changed most.</summary>
    public static TextTable Shifts(DriftReport report)
    {
        IEnumerable<(string Place, double Then, double Now, double Index)> cells = report.Cells.Select(cell =>
            (Invariant($"cell, channel {cell.Channel}, row {cell.Row}, column {cell.Column}"), cell.Then, cell.Now, cell.Index));
        IEnumerable<(string Place, double Then, double Now, double Index)> hours = report.Hours.Select(hour =>
            ($"hour {NumberText.Hour(hour.Hour)}", hour.Then, hour.Now, hour.Index));
        return TextTable.Of(
            cells.Concat(hours),
            [
                new("share of all counts", row => row.Place),
                new("training", row => Percent(row.Then), Alignment.Right),
                new("now", row => Percent(row.Now), Alignment.Right),
                new("part of the PSI", row => Invariant($"{row.Index:F4}"), Alignment.Right),
            ]);
    }

    /// <summary>Returns every day.</summary>
    public static TextTable Days(DriftReport report) => TextTable.Of(
        report.Days,
        [
            new("day", row => row.LeftOut ? $"{row.Day} (incomplete)" : row.Day),
            new("slots", row => Invariant($"{row.Slots}"), Alignment.Right),
            new("counts", row => DriftWords.Value("counts", row.Counts), Alignment.Right),
            new("cells", row => DriftWords.Value("cells", row.Cells), Alignment.Right),
            new("hours", row => DriftWords.Value("hours", row.Hours), Alignment.Right),
            new("level", row => DriftWords.Value("level", row.Level), Alignment.Right),
            new("WAPE", row => DriftWords.Value("error", row.Error), Alignment.Right),
            new("nats a unit", row => DriftWords.Value("loss", row.Loss), Alignment.Right),
            new("90 % intervals", row => DriftWords.Value("coverage", row.Coverage), Alignment.Right),
        ]);

    /// <summary>Returns what is said below the tables, one sentence each.</summary>
    public static IEnumerable<string> Sentences(DriftReport report)
    {
        if (report.CoverageTrend is { } trend)
        {
            yield return Invariant($"coverage changes by {100 * trend.PerWeek:+0.00;-0.00} points a week, standard error ")
                + Invariant($"{100 * trend.StandardError:0.00}");
        }

        foreach (var note in report.Notes)
        {
            yield return note;
        }
    }

    /// <summary>Returns the verdict with its reasons, in one sentence.</summary>
    public static string Verdict(DriftReport report)
    {
        var reasons = report.Measures.Where(row => row.Verdict > DriftVerdict.Steady).OrderByDescending(row => row.Verdict).ToList();
        return reasons.Count == 0
            ? $"steady: no measure is beyond its bound on {Span(report)}"
            : string.Join("; ", reasons.Select(row => row.Reason));
    }

    /// <summary>Returns the judged days in words.</summary>
    public static string Span(DriftReport report) => report.JudgedDays == 1
        ? report.JudgedTo
        : Invariant($"{report.JudgedFrom} to {report.JudgedTo} ({report.JudgedDays} days)");

    private static string Bound(DriftRow row, double? score) => score is not { } bound ? "" : row.Measure switch
    {
        "level" => Invariant($"x or / {Math.Exp(bound):F3}"),
        "error" => Invariant($"+{bound:P0}"),
        "loss" => Invariant($"+{bound:F3}"),
        "coverage" => Invariant($"+-{100 * bound:F1} points"),
        _ => Invariant($"{bound:F3}"),
    };

    private static string Percent(double share) => Invariant($"{100 * share:F3} %");
}
