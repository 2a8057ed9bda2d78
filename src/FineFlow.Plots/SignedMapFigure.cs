using System.Globalization;
using FineFlow.Core;
using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>Draws a <see cref="SignedMap"/>: blue below 0, orange above, dark at 0, with a legend of the shares of cells.</summary>
internal static class SignedMapFigure
{
    /// <summary>Width of the picture in pixels.</summary>
    public const int Width = Panel + 2 * Margin;

    private const int Margin = 60, Panel = 900, Top = 150, BarOffset = 28, LegendOffset = 150, LegendLine = 40, Swatch = 22, Bottom = 240;
    private const double Range = 20;

    /// <summary>Writes the figure as PNG.</summary>
    /// <exception cref="BadInputException">A value is not finite, or the file cannot be written.</exception>
    public static void SavePng(string path, SignedMap map) => PngPicture.Save(path, Png(map));

    /// <summary>Returns the figure as the bytes of a PNG file.</summary>
    /// <exception cref="BadInputException">A value is not finite.</exception>
    public static byte[] Png(SignedMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.Validate();
        return PngPicture.Bytes(Width, (int)Math.Ceiling(Place(map).Bottom) + Bottom, canvas => Draw(canvas, map));
    }

    /// <summary>Returns the place of the map, whose longer side fills the panel.</summary>
    internal static SKRect Place(SignedMap map)
    {
        var rows = map.Values.Length / map.Columns;
        var cell = (float)Panel / Math.Max(rows, map.Columns);
        return SKRect.Create(Margin, Top, cell * map.Columns, cell * rows);
    }

    private static void Draw(SKCanvas canvas, SignedMap map)
    {
        var (place, scale) = (Place(map), new FlowScale(map.Values.Max(Math.Abs), Range));
        FigureText.Headline.Draw(canvas, map.Title, Margin, 66, Panel);
        FigureText.Subtitle.Draw(canvas, map.Subtitle, Margin, 108, Panel);
        MapPicture.Draw(canvas, place, map.Values, map.Columns, value => FigureColors.Error(scale.Position(value)));
        new ColorBar(scale, FigureColors.Error, Signed: true, map.Unit).Draw(canvas, Margin, (int)place.Bottom + BarOffset, Panel);
        DrawLegend(canvas, (int)place.Bottom + LegendOffset, -1, map.Below, map.ShareBelow);
        DrawLegend(canvas, (int)place.Bottom + LegendOffset + LegendLine, 1, map.Above, map.ShareAbove);
    }

    private static void DrawLegend(SKCanvas canvas, int y, int sign, string text, double share)
    {
        using var paint = new SKPaint { Color = FigureColors.Error(sign) };
        canvas.DrawRect(Margin, y - Swatch + 3, Swatch, Swatch, paint);
        var line = string.Create(CultureInfo.InvariantCulture, $"{text}: {share:P1} of the cells");
        FigureText.PanelNote.Draw(canvas, line, Margin + 2 * Swatch, y, Panel - 2 * Swatch);
    }
}
