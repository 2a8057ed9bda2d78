using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Outputs;

/// <summary>Place of a grid: its outer edges in the units of a coordinate system, row 0 in the north.</summary>
/// <param name="Box">The edges.</param>
/// <param name="Epsg">The coordinate system's EPSG code.</param>
public sealed record GridPlace(BoundingBox Box, ushort Epsg)
{
    private const string Prefix = "EPSG:";
    private const string Wgs84 = "EPSG:4326";

    // GeoTIFF's "user-defined": no coordinate system has it.
    private const ushort NotACode = 32_767;

    /// <summary>
    /// Whether the edges are degrees. Edges within 180 and 90 are: no city's box in metres lies so close to a projection's origin.
    /// </summary>
    public bool IsGeographic => Box is { South: >= -90, North: <= 90, West: >= -180, East: <= 180 };

    /// <summary>Returns the centres of columns, west to east.</summary>
    internal double[] X(int columns) => Centres(Edges(Box.West, Box.East, columns));

    /// <summary>Returns the centres of rows, north to south.</summary>
    internal double[] Y(int rows) => Centres(Edges(Box.North, Box.South, rows));

    /// <summary>Returns the edges of cells, one more than there are cells; the last one is <paramref name="last"/> itself.</summary>
    internal static double[] Edges(double first, double last, int cells) =>
        [.. Enumerable.Range(0, cells + 1).Select(edge => edge == cells ? last : first + (last - first) * edge / cells)];

    /// <summary>Returns the centres between edges.</summary>
    internal static double[] Centres(double[] edges) => [.. edges.Zip(edges.Skip(1), (from, to) => (from + to) / 2)];

    /// <summary>Returns the place of the coarse maps of a model's own city, from the card of its bundle.</summary>
    /// <param name="manifest">The card's description of the city.</param>
    /// <param name="city">Coarse rows and columns of the city.</param>
    /// <param name="coarse">Coarse maps.</param>
    /// <param name="source">The bundle, for messages.</param>
    /// <returns>Null where the card does not say where its city lies.</returns>
    /// <exception cref="BadInputException">The description is wrong, or the maps are not of the city's size.</exception>
    public static GridPlace? From(DatasetManifest? manifest, (int Rows, int Columns) city, FlowMaps coarse, string source)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        if (manifest is not { BoundingBox: not null })
        {
            return null;
        }

        return (coarse.Rows, coarse.Columns) == city
            ? Of(manifest, source)
            : throw new BadInputException(
                source,
                $"its card's bounding_box is that of {city.Rows} x {city.Columns} coarse cells; "
                + $"the input has {coarse.Rows} x {coarse.Columns}");
    }

    /// <summary>Returns the place that a description states; null where it states none.</summary>
    /// <exception cref="BadInputException">The description is wrong.</exception>
    internal static GridPlace? Of(DatasetManifest manifest, string source)
    {
        manifest.Check(source);
        return manifest.BoundingBox is { } box ? new(box, Code(manifest.Crs ?? Wgs84, source)) : null;
    }

    private static ushort Code(string crs, string source) =>
        crs.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && ushort.TryParse(crs.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
        && code is not (0 or NotACode)
            ? code
            : throw new BadInputException(source, $"crs is '{crs}'; EPSG: and a number, as {Wgs84}, is expected");
}
