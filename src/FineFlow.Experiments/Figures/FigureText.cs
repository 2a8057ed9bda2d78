using SkiaSharp;

namespace FineFlow.Experiments.Figures;

/// <summary>A line of text in a figure. It is never cut off: a line that is too long is set smaller.</summary>
internal sealed record FigureText(SKTypeface Face, float Size, SKColor Color, SKTextAlign Align = SKTextAlign.Left)
{
    public static FigureText Headline { get; } = new(FigureFonts.Bold, 38, FigureColors.Ink);

    public static FigureText Subtitle { get; } = new(FigureFonts.Regular, 25, FigureColors.QuietInk);

    public static FigureText PanelTitle { get; } = new(FigureFonts.Bold, 29, FigureColors.Ink);

    public static FigureText PanelNote { get; } = new(FigureFonts.Regular, 24, FigureColors.QuietInk);

    public static FigureText Label { get; } = new(FigureFonts.Regular, 21, FigureColors.QuietInk);

    /// <summary>Draws a line whose baseline is at <paramref name="y"/>, at most <paramref name="width"/> pixels wide.</summary>
    public void Draw(SKCanvas canvas, string text, double x, double y, double width)
    {
        using var font = new SKFont(Face, Size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
        font.Size = (float)(Size * Math.Min(1, width / Math.Max(1, font.MeasureText(text))));
        using var paint = new SKPaint { Color = Color, IsAntialias = true };
        canvas.DrawText(text, (float)x, (float)y, Align, font, paint);
    }
}
