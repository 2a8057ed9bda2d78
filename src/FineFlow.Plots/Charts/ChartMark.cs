using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>Something drawn on a chart's page.</summary>
internal abstract record ChartMark;

/// <summary>A line through points, or the outline of a shape.</summary>
internal sealed record ShapeMark(SKPoint[] Points, bool Closed, ChartInk Ink) : ChartMark;

/// <summary>A circle.</summary>
internal sealed record CircleMark(SKPoint Center, float Radius, ChartInk Ink) : ChartMark;

/// <summary>A line of text; an upright one reads upwards.</summary>
internal sealed record TextMark(FigureText Style, string Text, SKPoint Baseline, bool Upright) : ChartMark
{
    // Open Sans: no letter reaches higher than this above the baseline or lower below it.
    private const float Ascent = 0.77f, Descent = 0.25f;

    /// <summary>The rectangle that the text fills.</summary>
    public SKRect Bounds
    {
        get
        {
            var width = Style.Width(Text);
            var start = Style.Align switch { SKTextAlign.Left => 0, SKTextAlign.Right => -width, _ => -width / 2 };
            var (above, below) = (Ascent * Style.Size, Descent * Style.Size);
            return Upright
                ? new(Baseline.X - above, Baseline.Y - start - width, Baseline.X + below, Baseline.Y - start)
                : new(Baseline.X + start, Baseline.Y - above, Baseline.X + start + width, Baseline.Y + below);
        }
    }
}

/// <summary>How a shape is filled and outlined.</summary>
internal readonly record struct ChartInk(SKColor? Fill, SKColor? Stroke = null, float Width = 1, bool Dashed = false)
{
    /// <summary>Lengths of a dash and of the gap after it.</summary>
    public const float Dash = 7, Gap = 5;
}
