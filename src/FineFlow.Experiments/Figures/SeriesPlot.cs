using System.Globalization;
using FineFlow.Core.Datasets;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace FineFlow.Experiments.Figures;

/// <summary>A number of each slot over time, a colour a split; by the number of the slot where times are unknown.</summary>
internal static class SeriesPlot
{
    private static readonly Color[] Colors = [Color.FromHex("#7A4CC2"), Color.FromHex("#E4573D"), Color.FromHex("#12908E")];

    // A night without slots is drawn through, a missing day is not.
    private static readonly TimeSpan Break = TimeSpan.FromHours(16);

    public static Plot Create(
        string title, IReadOnlyList<FlowSeries> splits, Func<FlowSeries, double[]> valuesOf, Func<double, string> label)
    {
        var timed = splits.All(split => split.Time is not null);
        var plot = FigurePlot.Create(title, timed ? "" : "slot");
        var first = 0;
        for (var index = 0; index < splits.Count; index++)
        {
            var (split, values) = (splits[index], valuesOf(splits[index]));
            var x = timed ? Array.ConvertAll(split.Time!, Date) : [.. Enumerable.Range(first, values.Length).Select(slot => (double)slot)];
            AddLines(plot, x, values, Colors[index % Colors.Length], split.Name, timed);
            first += values.Length;
        }

        if (timed)
            plot.Axes.Bottom.TickGenerator = new DateTimeAutomatic();
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = label };
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(0, Math.Max(splits.Max(split => valuesOf(split).Max()), double.Epsilon) * 1.08);
        plot.Legend.FontSize = 20;
        plot.ShowLegend(Alignment.UpperRight, Orientation.Horizontal);
        return plot;
    }

    public static string Count(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    public static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture);

    private static void AddLines(Plot plot, double[] x, double[] values, Color color, string name, bool timed)
    {
        var start = 0;
        for (var end = 1; end <= x.Length; end++)
        {
            if (end < x.Length && !(timed && Math.Abs(x[end] - x[end - 1]) > Break.TotalDays))
                continue;
            var line = plot.Add.Scatter(x[start..end], values[start..end], color);
            (line.LineWidth, line.MarkerSize) = (2, end - start == 1 ? 6 : 0);
            line.LegendText = start == 0 ? name : "";
            start = end;
        }
    }

    private static double Date(long second) => DateTimeOffset.FromUnixTimeSeconds(second).DateTime.ToOADate();
}
