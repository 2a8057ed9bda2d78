using System.Globalization;
using FineFlow.Core.Datasets;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace FineFlow.Plots;

/// <summary>The shares of a histogram's bins as bars on a logarithmic axis.</summary>
internal static class HistogramPlot
{
    private static readonly double[] Decades = [1];

    public static Plot Create(FlowHistogram histogram)
    {
        var plot = FigurePlot.Create("flow of a cell (logarithmic)");
        var bins = histogram.Bins.Where((bin, index) => index != 1 || bin.Count > 0).ToArray();
        var shares = bins.Select(bin => (double)bin.Count / Math.Max(1, histogram.Count)).ToArray();
        var floor = Math.Floor(Math.Log10(shares.Where(share => share > 0).DefaultIfEmpty(1).Min()) - 0.05);
        for (var bin = 0; bin < bins.Length; bin++)
        {
            if (shares[bin] > 0)
                plot.Add.Bar(
                    new Bar
                    {
                        Position = bin,
                        ValueBase = floor,
                        Value = Math.Log10(shares[bin]),
                        FillColor = SeriesPlot.Color(0),
                        LineWidth = 0,
                        Size = 0.92,
                    });
        }

        plot.Axes.Bottom.TickGenerator = BinTicks(bins);
        plot.Axes.Left.TickGenerator = FigurePlot.LogTicks(floor, 0, Decades, Share);
        plot.Axes.SetLimits(-0.7, bins.Length - 0.3, floor, 0.1);
        return plot;
    }

    /// <summary>Zero and "below 1" stand under their bars, the others where their bin begins.</summary>
    private static NumericManual BinTicks(FlowBin[] bins)
    {
        var ticks = new NumericManual();
        for (var bin = 0; bin < bins.Length; bin++)
        {
            var (from, below) = (bins[bin].From, bins[bin].Below);
            var text = below == 0 ? "0" : from == 0 ? "<1" : from.ToString("#,0", CultureInfo.InvariantCulture);
            ticks.AddMajor(from == 0 ? bin : bin - 0.5, text);
        }

        return ticks;
    }

    private static string Share(double share) => share.ToString("0.######%", CultureInfo.InvariantCulture);
}
