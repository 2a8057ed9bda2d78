using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Covariates;

/// <summary>The fine grid of a dataset on the ground. Row 0 is the north edge.</summary>
/// <param name="Box">Its outer edges, in units of its coordinate system.</param>
/// <param name="Crs">The coordinate system.</param>
/// <param name="Rows">Fine rows.</param>
/// <param name="Columns">Fine columns.</param>
internal sealed record MapFrame(BoundingBox Box, string Crs, int Rows, int Columns)
{
    /// <summary>Longitudes and latitudes in degrees.</summary>
    public const string Degrees = "EPSG:4326";

    private const double MetresOfDegree = 111_195; // of a great circle on a sphere of 6,371 km

    /// <summary>Cells.</summary>
    public int Cells => Rows * Columns;

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
        return (width * MetresOfDegree * Math.Cos(latitude * Math.PI / 180), height * MetresOfDegree);
    }
}
