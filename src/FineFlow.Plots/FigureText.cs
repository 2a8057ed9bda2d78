using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>A line of text in a figure. It is never cut off: a line that is too long is set smaller.</summary>
internal sealed record FigureText(SKTypeface Face, float Size, SKColor Color, SKTextAlign Align = SKTextAlign.Left)
{
    public static FigureText Headline { get; } = new(FigureFonts.Bold, 38, FigureColors.Ink);

    public static FigureText Subtitle { get; } = new(FigureFonts.Regular, 25, FigureColors.QuietInk);

    public static FigureText PanelTitle { get; } = new(FigureFonts.Bold, 29, FigureColors.Ink);

    public static FigureText PanelNote { get; } = new(FigureFonts.Regular, 24, FigureColors.QuietInk);

    public static FigureText Label { get; } = new(FigureFonts.Regular, 21, FigureColors.QuietInk);

    /// <summary>Width of a line in pixels.</summary>
    public float Width(string text)
    {
        using var font = Font();
        return font.MeasureText(text);
    }

    /// <summary>The same style, as much smaller as a line needs to be at most <paramref name="width"/> pixels wide.</summary>
    public FigureText Fitted(string text, double width) =>
        this with { Size = (float)(Size * Math.Min(1, width / Math.Max(1, Width(text)))) };

    /// <summary>Draws a line whose baseline is at <paramref name="y"/>, at most <paramref name="width"/> pixels wide.</summary>
    public void Draw(SKCanvas canvas, string text, double x, double y, double width)
    {
        using var font = Fitted(text, width).Font();
        using var paint = new SKPaint { Color = Color, IsAntialias = true };
        canvas.DrawText(text, (float)x, (float)y, Align, font, paint);
    }

    private SKFont Font() => new(Face, Size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
}
