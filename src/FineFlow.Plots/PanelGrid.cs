using FineFlow.Core;
using SkiaSharp;

namespace FineFlow.Plots;

/// <summary>Places of a figure's maps: rows of equal panels, each with room for two lines above it and for a colour bar below.</summary>
/// <param name="Columns">Panels of a row.</param>
/// <param name="Rows">Rows.</param>
internal sealed record PanelGrid(int Columns, int Rows)
{
    /// <summary>Width of a panel in pixels.</summary>
    public const int Panel = 512;

    /// <summary>Free pixels at the left and the right of the page.</summary>
    public const int Margin = 60;

    private const int Gap = 40, Top = 234, Heading = 92, Foot = 140;

    /// <summary>Four panels beside each other.</summary>
    public static PanelGrid OneRow { get; } = new(4, 1);

    /// <summary>Two rows of three panels.</summary>
    public static PanelGrid TwoRows { get; } = new(3, 2);

    /// <summary>Width of the page in pixels.</summary>
    public int Width => 2 * Margin + WidthOf(Columns);

    /// <summary>Returns the height of a page of maps of this shape.</summary>
    public int Height(FlowMaps size) => Top + Rows * (MapHeight(size) + Foot) + (Rows - 1) * Heading;

    /// <summary>Returns the left edge of a panel; panels are counted row by row.</summary>
    public int Left(int panel) => Margin + panel % Columns * (Panel + Gap);

    /// <summary>Returns the place of a map, whose longer side fills its panel.</summary>
    public SKRect MapPlace(int panel, FlowMaps size)
    {
        var cell = (float)Panel / Math.Max(size.Rows, size.Columns);
        var top = Top + panel / Columns * (MapHeight(size) + Foot + Heading);
        return SKRect.Create(Left(panel), top, cell * size.Columns, cell * size.Rows);
    }

    /// <summary>Returns the width of neighbouring panels.</summary>
    public static int WidthOf(int panels) => panels * Panel + (panels - 1) * Gap;

    private static int MapHeight(FlowMaps size) =>
        (int)Math.Ceiling((float)Panel / Math.Max(size.Rows, size.Columns) * size.Rows);
}
