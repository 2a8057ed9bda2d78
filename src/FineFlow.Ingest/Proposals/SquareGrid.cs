using System.Globalization;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Proposals;

/// <summary>A grid of about square cells around a box.</summary>
/// <param name="dense">The box that the grid holds.</param>
/// <param name="factor">Upscaling factor N.</param>
internal sealed class SquareGrid(BoundingBox dense, int factor)
{
    // A block has two rows a slot or more on average, and a city has neither too few blocks to see nor more than networks are used to.
    private const double RowsOfBlock = 2;
    private const int FewestBlocks = 64, MostBlocks = 1024, ShortestSide = 4;

    // Places in public files are no finer than that, and streets are about as wide.
    private const double SmallestCell = 50;

    // Edges are whole ten-thousandths of a degree, about ten metres.
    private const int PerDegree = 10_000;

    private readonly double _width =
        (dense.East - dense.West) * ArcOfDegree.OfLongitude((dense.South + dense.North) / 2);

    private readonly double _height = (dense.North - dense.South) * ArcOfDegree.OfLatitude((dense.South + dense.North) / 2);

    /// <summary>Returns rows and columns of fine cells that suit the number of rows in a slot.</summary>
    public (int Rows, int Columns) Size(double rowsPerSlot)
    {
        var blocks = Math.Clamp(rowsPerSlot / RowsOfBlock, FewestBlocks, MostBlocks);
        var side = Math.Max(Math.Sqrt(_width * _height / blocks), SmallestCell * factor);
        return (Blocks(_height, side) * factor, Blocks(_width, side) * factor);
    }

    /// <summary>Returns the box, widened so that the cells are about square.</summary>
    public BoundingBox Around(int rows, int columns)
    {
        var cell = Math.Max(_width / columns, _height / rows);
        var (addedWidth, addedHeight) = ((cell * columns / _width) - 1, (cell * rows / _height) - 1);
        var (east, north) = ((dense.East - dense.West) * addedWidth / 2, (dense.North - dense.South) * addedHeight / 2);
        return new()
        {
            West = Math.Max(-180, Down(dense.West - east)),
            South = Math.Max(-90, Down(dense.South - north)),
            East = Math.Min(180, Up(dense.East + east)),
            North = Math.Min(90, Up(dense.North + north)),
        };
    }

    /// <summary>Returns the size of a grid's cells in words.</summary>
    public static string Cells(GridOptions options)
    {
        var sides = new SquareGrid(options.Box!, options.Factor);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"cells of {sides._width / options.ColumnCount:0} by {sides._height / options.Rows:0} metres");
    }

    private static int Blocks(double length, double side) => Math.Max(ShortestSide, (int)Math.Round(length / side));

    private static double Down(double degrees) => Math.Floor(Math.Round(degrees * PerDegree, 6)) / PerDegree;

    private static double Up(double degrees) => Math.Ceiling(Math.Round(degrees * PerDegree, 6)) / PerDegree;
}
