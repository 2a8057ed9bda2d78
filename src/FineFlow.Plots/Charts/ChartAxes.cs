using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>The left and bottom axes of a plot: rules, ticks and titles.</summary>
/// <param name="Page">Where to draw.</param>
/// <param name="Place">The plot.</param>
internal sealed record ChartAxes(ChartPage Page, SKRect Place)
{
    /// <summary>Room for the ticks and the title of a bottom axis with short ticks.</summary>
    public const float BottomHeight = 28 + TitleHeight;

    /// <summary>Room for a title.</summary>
    public const float TitleHeight = 46;

    private const float TickGap = 10;

    /// <summary>Room for the ticks and the title of a left axis.</summary>
    public static float LeftWidth(ChartScale scale) =>
        LeftTicks(scale).Select(tick => ChartText.Tick.Width(tick.Text)).DefaultIfEmpty(0).Max() + TickGap + TitleHeight;

    /// <summary>Draws the left axis with its title at the left end of a width.</summary>
    public ChartAxes DrawLeft(ChartScale scale, ChartAxis axis, float width)
    {
        foreach (var (value, text) in LeftTicks(scale))
        {
            var y = scale.Position(value);
            Page.Line(Place.Left, y, Place.Right, y, ChartColors.Grid);
            Page.Text(ChartText.Tick with { Align = SKTextAlign.Right }, text, Place.Left - TickGap, y + 7, float.MaxValue);
        }

        Page.Text(ChartText.AxisTitle, axis.Text, Place.Left - width + 22, Place.MidY, Place.Height, upright: true);
        return this;
    }

    /// <summary>Draws a bottom axis of numbers.</summary>
    public void DrawBottom(ChartScale scale, ChartAxis axis)
    {
        foreach (var (value, text) in scale.TicksSideBySide(ChartText.Tick, gap: 26))
        {
            var x = scale.Position(value);
            Page.Line(x, Place.Bottom, x, Place.Bottom + 6, FigureColors.QuietInk);
            Page.Text(ChartText.Tick with { Align = SKTextAlign.Center }, text, x, Place.Bottom + 28, float.MaxValue);
        }

        DrawBase(axis, BottomHeight);
    }

    /// <summary>Draws the line that a bottom axis is, and its title at the lower end of its height.</summary>
    public void DrawBase(ChartAxis axis, float height)
    {
        Page.Line(Place.Left, Place.Bottom, Place.Right, Place.Bottom, FigureColors.QuietInk, 1.5f);
        Page.Text(ChartText.AxisTitle, axis.Text, Place.MidX, Place.Bottom + height - 12, Place.Width);
    }

    private static (double Value, string Text)[] LeftTicks(ChartScale scale) =>
        scale.Ticks(Math.Max(44, Math.Abs(scale.To - scale.From) / 10));
}
