using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>Draws a page as pixels.</summary>
internal static class ChartPng
{
    /// <summary>Pixels of the picture for one of the page.</summary>
    public const int Scale = 2;

    /// <summary>Draws all marks.</summary>
    public static void Draw(SKCanvas canvas, ChartPage page)
    {
        canvas.Scale(Scale);
        foreach (var mark in page.Marks)
        {
            switch (mark)
            {
                case ShapeMark shape:
                    using (var path = new SKPath())
                    {
                        path.AddPoly(shape.Points, shape.Closed);
                        Draw(shape.Ink, paint => canvas.DrawPath(path, paint));
                    }

                    break;
                case CircleMark circle:
                    Draw(circle.Ink, paint => canvas.DrawCircle(circle.Center, circle.Radius, paint));
                    break;
                case TextMark text:
                    Draw(canvas, text);
                    break;
            }
        }
    }

    private static void Draw(ChartInk ink, Action<SKPaint> draw)
    {
        using var paint = new SKPaint { IsAntialias = true };
        if (ink.Fill is { } fill)
        {
            paint.Color = fill;
            draw(paint);
        }

        if (ink.Stroke is { } stroke)
        {
            using var dashes = ink.Dashed ? SKPathEffect.CreateDash([ChartInk.Dash, ChartInk.Gap], 0) : null;
            (paint.Color, paint.Style, paint.StrokeWidth, paint.PathEffect) = (stroke, SKPaintStyle.Stroke, ink.Width, dashes);
            paint.StrokeJoin = SKStrokeJoin.Round;
            draw(paint);
        }
    }

    private static void Draw(SKCanvas canvas, TextMark text)
    {
        using var place = new SKAutoCanvasRestore(canvas);
        canvas.Translate(text.Baseline);
        if (text.Upright)
            canvas.RotateDegrees(-90);
        text.Style.Draw(canvas, text.Text, 0, 0, double.PositiveInfinity);
    }
}
