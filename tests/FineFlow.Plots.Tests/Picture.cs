using SkiaSharp;

namespace FineFlow.Plots.Tests;

/// <summary>A PNG file as its pixels.</summary>
internal sealed class Picture
{
    private readonly SKBitmap _bitmap;

    public Picture(string path) => _bitmap = SKBitmap.Decode(path);

    public int Width => _bitmap.Width;

    public int Height => _bitmap.Height;

    public SKColor this[int x, int y] => _bitmap.GetPixel(x, y);

    public SKColor At(SKRect place, double across, double down) =>
        this[(int)(place.Left + across * place.Width), (int)(place.Top + down * place.Height)];

    /// <summary>Pixels of a rectangle that are not the page.</summary>
    public int Inked(int left, int top, int right, int bottom, SKColor page)
    {
        var count = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
                count += this[x, y] == page ? 0 : 1;
        }

        return count;
    }
}
