using FineFlow.Core.Drift;
using FineFlow.Plots.Charts;

namespace FineFlow.Experiments.Drift;

/// <summary>The measures over the days: a plot for each that is known.</summary>
internal static class DriftFigure
{
    private const int MostDays = 500, Columns = 2;

    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>Returns the chart of the last days.</summary>
    public static LineChart Chart(DriftReport report)
    {
        var days = report.Days.Where(day => !day.LeftOut).TakeLast(MostDays).ToList();
        var stops = LineStops.Numbers([.. Enumerable.Range(1, days.Count).Select(day => (double)day)]);
        var axis = new ChartAxis(days.Count == 1 ? days[0].Day : $"days from {days[0].Day} to {days[^1].Day}");
        List<LinePanel> panels =
        [
            Panel(
                "population stability index",
                Line("how large", day => day.Counts),
                Line("where", day => day.Cells),
                Line("when", day => day.Hours),
                Bound("watch (0.1)", DriftRule.WatchIndex),
                Bound("train again (0.25)", DriftRule.TrainIndex)),
            Panel("all counts, times training's", Line("level", day => day.Level)),
            Panel("WAPE", Line("error", day => day.Error), Usual("error")),
            Panel("surprise (nats a unit of flow)", Line("surprise", day => day.Loss), Usual("loss")),
            Panel("share in the 90 % intervals", Line("coverage", day => day.Coverage), Usual("coverage")),
        ];
        return new(
            $"Drift of {report.Model} since its training: {DriftWords.Of(report.Verdict)}",
            $"{string.Join('/', report.Source.Split(Separators).TakeLast(2))}, every day on its own; "
                + $"the verdict is of {DriftTables.Span(report)} together",
            [.. panels.Where(panel => panel.Lines.Count > 0 && panel.Lines[0].Values.Any(value => value is not null))],
            Columns);

        LinePanel Panel(string name, params IEnumerable<ChartLine> lines) =>
            new(axis, new(name), stops, [.. lines.Where(line => line.Values.Any(value => value is not null))]);

        ChartLine Line(string name, Func<DriftDay, double?> of) =>
            new(name, [.. days.Select(day => of(day) is { } value ? new ChartValue(Math.Max(0, value)) : (ChartValue?)null)]);

        ChartLine Bound(string name, double? value) =>
            new(name, [.. days.Select(_ => value is { } known ? new ChartValue(known) : (ChartValue?)null)]) { Plain = true };

        ChartLine Usual(string measure) => Bound("usual", report.Measures.FirstOrDefault(row => row.Measure == measure)?.Usual);
    }
}
