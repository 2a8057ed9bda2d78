using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>Names below a plot: side by side where they fit, if need be a bit smaller, upright otherwise.</summary>
internal static class LineCategories
{
    private const float Gap = 10, LongestUpright = 190, FromPlot = 12, Smallest = 0.84f;

    /// <summary>Height of the names and of the axis's title below them.</summary>
    public static float Height(IReadOnlyList<string> names, float width) =>
        Fit(names, width) ? ChartAxes.BottomHeight : FromPlot + Math.Min(LongestUpright, Widest(names)) + ChartAxes.TitleHeight;

    /// <summary>Draws them.</summary>
    public static void Draw(ChartPage page, SKRect plot, IReadOnlyList<string> names)
    {
        var (pitch, fit) = (plot.Width / names.Count, Fit(names, plot.Width));
        var style = fit ? SideBySide(names, pitch) : Upright(pitch);
        for (var name = 0; name < names.Count; name++)
        {
            var x = plot.Left + (name + 0.5f) * pitch;
            if (fit)
                page.Text(style, names[name], x, plot.Bottom + 28, float.MaxValue);
            else
                page.Text(style, names[name], x + 0.27f * style.Size, plot.Bottom + FromPlot, LongestUpright, upright: true);
        }
    }

    private static bool Fit(IReadOnlyList<string> names, float width) => Smallest * Widest(names) + Gap <= width / names.Count;

    private static float Widest(IReadOnlyList<string> names) => names.Max(ChartText.Tick.Width);

    private static FigureText SideBySide(IReadOnlyList<string> names, float pitch) =>
        ChartText.Tick with { Align = SKTextAlign.Center, Size = ChartText.Tick.Size * Math.Min(1, (pitch - Gap) / Widest(names)) };

    private static FigureText Upright(float pitch) =>
        ChartText.Tick with { Align = SKTextAlign.Right, Size = Math.Min(ChartText.Tick.Size, pitch * 0.95f) };
}
