using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>Marks of coarse cells whose count is missing: they are hatched.</summary>
internal static class MissingMarks
{
    private const int Distance = 9;

    /// <summary>Hatches the blocks of a map whose coarse count is missing.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="place">The place of the map.</param>
    /// <param name="mask">1 where a coarse count was observed and 0 where it is missing, row by row.</param>
    /// <param name="columns">Columns of the mask.</param>
    public static void Hatch(SKCanvas canvas, SKRect place, float[] mask, int columns)
    {
        var (width, height) = (place.Width / columns, place.Height / (mask.Length / columns));
        for (var block = 0; block < mask.Length; block++)
        {
            if (mask[block] == 0)
            {
                Hatch(canvas, SKRect.Create(place.Left + block % columns * width, place.Top + block / columns * height, width, height));
            }
        }
    }

    /// <summary>Draws a missing cell as legends show it.</summary>
    public static void DrawSample(SKCanvas canvas, SKRect place)
    {
        using var paint = new SKPaint { Color = FigureColors.Missing };
        canvas.DrawRect(place, paint);
        Hatch(canvas, place);
    }

    /// <summary>Lines at 45 degrees, which go on from block to block.</summary>
    private static void Hatch(SKCanvas canvas, SKRect place)
    {
        using var paint = new SKPaint { Color = FigureColors.Hatching, StrokeWidth = 2, IsAntialias = true };
        canvas.Save();
        canvas.ClipRect(place);
        var first = MathF.Floor((place.Left + place.Top) / Distance) * Distance;
        for (var sum = first; sum <= place.Right + place.Bottom; sum += Distance)
        {
            canvas.DrawLine(sum - place.Top, place.Top, sum - place.Bottom, place.Bottom, paint);
        }

        canvas.Restore();
    }
}
