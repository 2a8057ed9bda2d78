using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>The bars of one metric and group with their values and their axis.</summary>
/// <param name="Page">Where to draw.</param>
/// <param name="Place">Of the bars; their values stand right of it.</param>
/// <param name="Limit">The axis's end.</param>
/// <param name="Chart">Of which it is a part.</param>
internal sealed record BarPlot(ChartPage Page, SKRect Place, double Limit, BarChart Chart)
{
    /// <summary>Between a bar and its value.</summary>
    public const float Gap = 8;

    private const float Thickness = 0.66f, Cap = 4;
    private static readonly FigureText ValueText = ChartText.Tick with { Color = FigureColors.Ink };
    private static readonly FigureText LowestText = ValueText with { Face = FigureFonts.Bold };

    private float Pitch => Place.Height / Chart.Series.Count;

    private ChartScale Scale => new(0, Limit, Place.Left, Place.Right);

    /// <summary>Width of the longest text at the ends of some bars.</summary>
    public static float ValueWidth(IReadOnlyList<ChartValue?> values) =>
        values.Max(value => LowestText.Width(Text(value, Decimals(values))));

    /// <summary>Draws the axis and the bars, from the top.</summary>
    public void Draw(IReadOnlyList<ChartValue?> values)
    {
        DrawAxis();
        var (decimals, lowest) = (Decimals(values), values.Min(value => value?.Value));
        for (var bar = 0; bar < values.Count; bar++)
        {
            var middle = Place.Top + (bar + 0.5f) * Pitch;
            var end = values[bar] is { } value ? DrawBar(value, middle, Chart.Series[bar] == Chart.Highlight) : Place.Left;
            var style = values[bar] is null ? ChartText.Tick : values[bar]?.Value == lowest ? LowestText : ValueText;
            Page.Text(style, Text(values[bar], decimals), end + Gap, middle + 7, float.MaxValue);
        }

        Page.Line(Place.Left, Place.Top, Place.Left, Place.Bottom, FigureColors.QuietInk, 1.5f);
    }

    private void DrawAxis()
    {
        foreach (var (value, text) in Scale.TicksSideBySide(ChartText.Tick, gap: 18))
        {
            var x = Scale.Position(value);
            Page.Line(x, Place.Top, x, Place.Bottom + 6, ChartColors.Grid);
            Page.Text(ChartText.Tick with { Align = SKTextAlign.Center }, text, x, Place.Bottom + 28, float.MaxValue);
        }
    }

    /// <summary>Draws one bar and returns where it ends, its deviation included.</summary>
    private float DrawBar(ChartValue value, float middle, bool highlighted)
    {
        var half = Thickness * Pitch / 2;
        var cut = value.Value > Limit;
        var end = cut ? Place.Right : Scale.Position(value.Value);
        Page.Fill(new(Place.Left, middle - half, end, middle + half), highlighted ? ChartColors.Accent : ChartColors.Plain);
        if (cut)
            DrawBreak(middle, half);
        return cut || value.Deviation == 0 ? end : DrawDeviation(value, middle);
    }

    /// <summary>Two slanted gaps: the bar goes on.</summary>
    private void DrawBreak(float middle, float half)
    {
        var (top, bottom) = (middle - half - 1, middle + half + 1);
        foreach (var x in (ReadOnlySpan<float>)[Place.Right - 24, Place.Right - 14])
            Page.Shape([new(x + 5, top), new(x + 9, top), new(x - 1, bottom), new(x - 5, bottom)], closed: true, new(FigureColors.Page));
    }

    private float DrawDeviation(ChartValue value, float middle)
    {
        var (from, to) = (Scale.Position(value.Bottom), Scale.Position(Math.Min(Limit, value.Top)));
        Page.Line(from, middle, to, middle, FigureColors.Ink, 1.5f);
        Page.Line(from, middle - Cap, from, middle + Cap, FigureColors.Ink, 1.5f);
        if (value.Top <= Limit)
            Page.Line(to, middle - Cap, to, middle + Cap, FigureColors.Ink, 1.5f);
        return to;
    }

    private static int Decimals(IReadOnlyList<ChartValue?> values) =>
        ChartNumber.Decimals(values.OfType<ChartValue>().Select(value => value.Value));

    private static string Text(ChartValue? value, int decimals) => value is { } shown ? ChartNumber.Value(shown.Value, decimals) : "n/a";
}
