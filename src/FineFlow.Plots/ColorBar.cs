using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>A horizontal bar of a scale's colours with ticks in real units below it.</summary>
internal sealed record ColorBar(FlowScale Scale, Func<double, SKColor> Color, bool Signed, string Unit)
{
    private const int Thickness = 18, TickBaseline = 46, UnitBaseline = 80;
    private const double TickWidth = 60;

    /// <summary>Draws the bar with its upper left corner at x, y.</summary>
    public void Draw(SKCanvas canvas, int x, int y, int width)
    {
        using var paint = new SKPaint();
        for (var pixel = 0; pixel < width; pixel++)
        {
            var along = (pixel + 0.5) / width;
            paint.Color = Color(Signed ? 2 * along - 1 : along);
            canvas.DrawRect(x + pixel, y, 1, Thickness, paint);
        }

        var length = Signed ? width / 2.0 : width;
        foreach (var tick in Scale.Ticks(TickWidth / length))
        {
            var offset = length * Scale.Position(tick);
            if (!Signed)
            {
                DrawTick(canvas, FlowScale.Text(tick), x + offset, y, x, width);
                continue;
            }

            DrawTick(canvas, (tick > 0 ? "+" : "") + FlowScale.Text(tick), x + length + offset, y, x, width);
            if (tick > 0)
                DrawTick(canvas, "−" + FlowScale.Text(tick), x + length - offset, y, x, width);
        }

        FigureText.Label.Draw(canvas, Unit, x, y + UnitBaseline, width);
    }

    /// <summary>A label under its place on the bar; those of the ends stay within the bar.</summary>
    private static void DrawTick(SKCanvas canvas, string text, double at, int y, int left, int width)
    {
        var align = at < left + 1 ? SKTextAlign.Left : at > left + width - 1 ? SKTextAlign.Right : SKTextAlign.Center;
        var label = FigureText.Label with { Align = align };
        label.Draw(canvas, text, at, y + TickBaseline, TickWidth);
    }
}
