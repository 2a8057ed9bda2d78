using System.Globalization;
using FineFlow.Core.Datasets;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>A number of each slot over time, a colour a split; by the number of the slot where times are unknown.</summary>
internal static class SeriesPlot
{
    private static readonly SKColor[] Inks = [new(0x7A, 0x4C, 0xC2), new(0xE4, 0x57, 0x3D), new(0x12, 0x90, 0x8E)];

    // A night without slots is drawn through, a missing day is not.
    private static readonly TimeSpan Break = TimeSpan.FromHours(16);

    /// <summary>The plot of one number.</summary>
    /// <param name="splits">Up to three splits.</param>
    /// <param name="valuesOf">The number of each slot.</param>
    /// <param name="format">How the axis shows it.</param>
    /// <param name="fromZero">Whether the axis begins at 0; otherwise near the smallest number.</param>
    public static Plot Create(IReadOnlyList<FlowSeries> splits, Func<FlowSeries, double[]> valuesOf, string format, bool fromZero)
    {
        var timed = splits.All(split => split.Time is { } time && Array.TrueForAll(time, IsDrawable));
        var plot = FigurePlot.Create(timed ? "" : "slot");
        var slot = 0;
        for (var split = 0; split < splits.Count; split++)
        {
            var values = valuesOf(splits[split]);
            var x = timed
                ? Array.ConvertAll(splits[split].Time!, Date)
                : [.. Enumerable.Range(slot, values.Length).Select(number => (double)number)];
            AddLines(plot, x, values, Color(split), timed);
            slot += values.Length;
        }

        plot.Axes.Bottom.TickGenerator = timed
            ? new DateTimeAutomatic { LabelFormatter = DateText }
            : new NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.Left.TickGenerator = new NumericAutomatic
        {
            LabelFormatter = value => value.ToString(format, CultureInfo.InvariantCulture),
        };
        plot.Axes.Margins(horizontal: 0.01, vertical: 0.1);
        plot.Axes.AutoScale();
        if (fromZero)
            plot.Axes.SetLimitsY(0, Math.Max(1, splits.Max(split => valuesOf(split).Max())) * 1.08);
        return plot;
    }

    /// <summary>The colour of a split's line.</summary>
    public static Color Color(int split) => FigurePlot.Color(Ink(split));

    /// <summary>The same for text.</summary>
    public static SKColor Ink(int split) => Inks[split % Inks.Length];

    private static void AddLines(Plot plot, double[] x, double[] values, Color color, bool timed)
    {
        var start = 0;
        for (var end = 1; end <= x.Length; end++)
        {
            if (end < x.Length && !(timed && Math.Abs(x[end] - x[end - 1]) > Break.TotalDays))
                continue;
            var line = plot.Add.Scatter(x[start..end], values[start..end], color);
            (line.LineWidth, line.MarkerSize) = (2, end - start == 1 ? 6 : 0);
            start = end;
        }
    }

    /// <summary>Broken datasets may hold times that an axis of dates cannot: the years 1653 to 2286 are enough.</summary>
    private static bool IsDrawable(long second) => second is > -10_000_000_000 and < 10_000_000_000;

    private static double Date(long second) => DateTimeOffset.FromUnixTimeSeconds(second).DateTime.ToOADate();

    private static string DateText(DateTime date) =>
        date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "MM-dd HH:mm", CultureInfo.InvariantCulture);
}
