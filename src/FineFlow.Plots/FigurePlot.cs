using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>Plots in the figures' font and colours.</summary>
internal static class FigurePlot
{
    private const int TickSize = 20, LabelSize = 22, AxisWidth = 100;

    static FigurePlot() => Fonts.FontResolvers.Add(new FigureFonts());

    /// <summary>An empty plot without a frame at the top and the right.</summary>
    public static Plot Create(string xLabel)
    {
        var plot = new Plot();
        plot.Font.Set(FigureFonts.Family);
        plot.FigureBackground.Color = plot.DataBackground.Color = Color(FigureColors.Page);
        plot.XLabel(xLabel, LabelSize);
        plot.Axes.Color(Color(FigureColors.QuietInk));
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = TickSize;
        plot.Axes.Top.FrameLineStyle.IsVisible = plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Left.MinimumSize = AxisWidth;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
        return plot;
    }

    /// <summary>Draws a plot into a place. (Drawn straight onto the canvas it would wipe what is there.)</summary>
    public static void Paste(SKCanvas canvas, Plot plot, SKRectI place)
    {
        using var bitmap = new SKBitmap(place.Width, place.Height);
        using (var own = new SKCanvas(bitmap))
        {
            plot.Render(own, place.Width, place.Height);
        }

        canvas.DrawBitmap(bitmap, place.Left, place.Top);
    }

    /// <summary>A logarithmic left axis for values given as their logarithms: ticks at the given steps of each decade.</summary>
    public static NumericManual LogTicks(double low, double high, double[] steps, Func<double, string> label)
    {
        var ticks = new NumericManual();
        for (var decade = Math.Floor(low); decade <= high; decade++)
        {
            foreach (var step in steps)
            {
                var value = step * Math.Pow(10, decade);
                ticks.AddMajor(Math.Log10(value), label(value));
            }
        }

        return ticks;
    }

    /// <summary>A colour of the figures for a plot.</summary>
    public static Color Color(SKColor color) => new(color.Red, color.Green, color.Blue);
}
