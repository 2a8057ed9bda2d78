using FineFlow.Core.Datasets;

namespace FineFlow.Core.Zones;

/// <summary>The fine or the coarse grid of a dataset on the ground. Row 0 is the north edge.</summary>
/// <param name="Box">Its outer edges, in units of its coordinate system.</param>
/// <param name="Crs">The coordinate system.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record MapFrame(BoundingBox Box, string Crs, int Rows, int Columns)
{
    /// <summary>Longitudes and latitudes in degrees.</summary>
    public const string Degrees = "EPSG:4326";

    /// <summary>Cells.</summary>
    public int Cells => Rows * Columns;

    /// <summary>Returns a grid of a dataset.</summary>
    /// <param name="manifest">The dataset's description.</param>
    /// <param name="rows">Rows of the grid: fine ones, or coarse ones.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="path">The file that is to be laid over it, for the message.</param>
    /// <exception cref="BadInputException">The dataset does not say where it lies.</exception>
    public static MapFrame Of(DatasetManifest manifest, int rows, int columns, string path)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var box = manifest.BoundingBox ?? throw new BadInputException(
            path, $"lies somewhere, and the dataset does not say where it does; bounding_box is expected in {DatasetManifest.FileName}");
        return new(box, manifest.Crs ?? Degrees, rows, columns);
    }

    /// <summary>Returns a place in columns from the west edge and rows from the north edge.</summary>
    public (double Column, double Row) Locate(double x, double y) => (
        (x - Box.West) / (Box.East - Box.West) * Columns,
        (Box.North - y) / (Box.North - Box.South) * Rows);

    /// <summary>Returns the metres of a column and of a row at a row.</summary>
    public (double Column, double Row) MetresAt(double row)
    {
        var (width, height) = ((Box.East - Box.West) / Columns, (Box.North - Box.South) / Rows);
        if (Crs != Degrees)
        {
            return (width, height);
        }

        var latitude = Box.North - (row * height);
        return (width * ArcOfDegree.OfLongitude(latitude), height * ArcOfDegree.OfLatitude(latitude));
    }
}
