using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// A box of degrees, cut into rows (0 in the north) and columns (0 in the west). A cell includes its northern and its western edge. The
/// box's southern and eastern edges are outside, except at the ends of the earth (90 degrees south, 180 degrees east).
/// </summary>
internal sealed class CellGrid(BoundingBox box, int rows, int columns)
{
    /// <summary>Number for places outside of the grid.</summary>
    public const int Outside = -1;

    private readonly GridAxis _eastward = new(box.West, box.East, columns, isClosed: box.East == 180);
    private readonly GridAxis _southward = new(-box.North, -box.South, rows, isClosed: box.South == -90);

    /// <summary>Returns the cell of a place in row-major order; <see cref="Outside"/> outside of the box.</summary>
    public int Cell(double longitude, double latitude)
    {
        var column = _eastward.Find(longitude);
        var row = _southward.Find(-latitude);
        return row != Outside && column != Outside ? row * columns + column : Outside;
    }
}
