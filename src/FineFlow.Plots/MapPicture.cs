using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>A flow map as square cells of one colour each, row 0 at the top.</summary>
internal static class MapPicture
{
    public static void Draw(SKCanvas canvas, SKRect place, float[] map, int columns, Func<double, SKColor> color)
    {
        using var cells = new SKBitmap(columns, map.Length / columns);
        cells.Pixels = Array.ConvertAll(map, value => color(value));
        using var image = SKImage.FromBitmap(cells);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Nearest));
    }
}
