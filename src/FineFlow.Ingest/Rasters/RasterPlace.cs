using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Rasters;

/// <summary>The place of a raster (OGC 19-008r4).</summary>
/// <param name="Box">Its outer edges, in the units of the coordinate system.</param>
/// <param name="Crs">The coordinate system, as EPSG:4326; null where it has no code.</param>
internal sealed record RasterPlace(BoundingBox Box, string? Crs)
{
    private const int ModelType = 1024, RasterType = 1025, GeographicCode = 2048, ProjectedCode = 3072;
    private const int UserDefined = 32767;

    /// <summary>Returns the place that the tags say; null where they say none.</summary>
    /// <exception cref="Core.BadInputException">The grid is turned, or rows do not run from north to south.</exception>
    public static RasterPlace? Of(TiffDirectory tags, int rows, int columns)
    {
        if (Corner(tags) is not var (west, north, width, height))
        {
            return null;
        }

        if (!(width > 0 && height > 0))
        {
            throw tags.Refuse($"has cells of {width} by {height}; rows from north to south and columns from west to east are expected");
        }

        var keys = Keys(tags);
        if (keys.GetValueOrDefault(RasterType) == 2)
        {
            // The corner is the centre of a cell.
            (west, north) = (west - (width / 2), north + (height / 2));
        }

        var box = new BoundingBox
        {
            West = Edge(west),
            East = Edge(west + (columns * width)),
            North = Edge(north),
            South = Edge(north - (rows * height)),
        };
        var code = keys.GetValueOrDefault(ModelType) switch
        {
            1 => keys.GetValueOrDefault(ProjectedCode),
            2 => keys.GetValueOrDefault(GeographicCode),
            _ => 0,
        };
        return new(box, code is 0 or UserDefined ? null : FormattableString.Invariant($"EPSG:{code}"));
    }

    private static (double West, double North, double Width, double Height)? Corner(TiffDirectory tags)
    {
        var matrix = tags.Fractions(TiffTags.ModelTransformation);
        if (matrix.Length == 16)
        {
            return matrix[1] == 0 && matrix[4] == 0
                ? (matrix[3], matrix[7], matrix[0], -matrix[5])
                : throw tags.Refuse("has a grid that is turned; rows from north to south are expected, as gdalwarp makes them");
        }

        var (scale, tie) = (tags.Fractions(TiffTags.ModelPixelScale), tags.Fractions(TiffTags.ModelTiepoint));
        return (scale.Length, tie.Length) switch
        {
            (3, 6) => (tie[3] - (tie[0] * scale[0]), tie[4] + (tie[1] * scale[1]), scale[0], scale[1]),
            (0, 0) => null,
            _ => throw tags.Refuse("has a place of several points; one corner and the size of cells are expected, as gdalwarp makes them"),
        };
    }

    private static Dictionary<long, long> Keys(TiffDirectory tags)
    {
        const int fields = 4;
        var numbers = tags.Numbers(TiffTags.GeoKeyDirectory);
        var keys = new Dictionary<long, long>();
        for (var at = fields; at + fields <= numbers.Length; at += fields)
        {
            // A key whose value is here, and not in another tag.
            if (numbers[at + 1] == 0)
            {
                keys[numbers[at]] = numbers[at + 3];
            }
        }

        return keys;
    }

    /// <summary>Rounds an edge, without the noise of its computation.</summary>
    private static double Edge(double edge) => Math.Round(edge, 9);
}
