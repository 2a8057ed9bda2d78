using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// A box of degrees cut into rows (0 in the north) and columns (0 in the west). A cell has its northern and its western edge; so has the
/// box, whose southern and eastern edges are outside.
/// </summary>
internal sealed class CellGrid(BoundingBox box, int rows, int columns)
{
    /// <summary>No cell.</summary>
    public const int Outside = -1;

    public BoundingBox Box => box;

    public int Cells => rows * columns;

    /// <summary>The cell of a place, row by row; <see cref="Outside"/> where there is none.</summary>
    public int Cell(double longitude, double latitude)
    {
        var row = Math.Floor((box.North - latitude) / (box.North - box.South) * rows);
        var column = Math.Floor((longitude - box.West) / (box.East - box.West) * columns);
        return row >= 0 && row < rows && column >= 0 && column < columns
            ? (int)row * columns + (int)column
            : Outside;
    }
}
