using SkiaSharp;

namespace FineFlow.Plots.Charts;

/// <summary>How a line looks: the first seven differ by colour and marker, later ones are dashed with other pairs of the two.</summary>
/// <param name="Index">The line's number.</param>
internal sealed record LineStyle(int Index)
{
    private const float Radius = 7;

    private static readonly SKPoint[][] Outlines =
    [
        Ring(4, 45, 1.1f), Ring(3, -90, 1.25f), Ring(4, 0, 1.25f), Ring(3, 90, 1.25f), Ring(5, -90, 1.15f), Star(4), Star(6),
    ];

    public SKColor Color => ChartColors.Of(Index);

    public bool Dashed => Index >= ChartColors.Count;

    /// <summary>Draws the marker: a circle for the first line, then a square, triangles, and so on.</summary>
    public void DrawMarker(ChartPage page, SKPoint at)
    {
        var ink = new ChartInk(Color, FigureColors.Page, 1.2f);
        if (Index % (Outlines.Length + 1) is var shape && shape == 0)
            page.Circle(at, Radius, ink);
        else
            page.Shape(Array.ConvertAll(Outlines[shape - 1], point => at + point), closed: true, ink);
    }

    /// <summary>Corners around the middle, the first at an angle in degrees (down is 90).</summary>
    private static SKPoint[] Ring(int corners, float first, float size) =>
        [.. Enumerable.Range(0, corners).Select(corner => Corner(first + 360f / corners * corner, size))];

    private static SKPoint[] Star(int rays) =>
        [.. Enumerable.Range(0, 2 * rays).Select(corner => Corner(-90 + 180f / rays * corner, corner % 2 == 0 ? 1.35f : 0.55f))];

    private static SKPoint Corner(float degrees, float size) =>
        new(Radius * size * MathF.Cos(degrees * MathF.PI / 180), Radius * size * MathF.Sin(degrees * MathF.PI / 180));
}
