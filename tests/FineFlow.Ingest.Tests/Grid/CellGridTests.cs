using CsCheck;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class CellGridTests
{
    private static readonly BoundingBox Box = new() { West = -74, South = 40, East = -73, North = 40.5 };

    [Theory]
    [InlineData(-74, 40.5, 0)]
    [InlineData(-73.0001, 40.5, 3)]
    [InlineData(-74, 40.25, 4)]
    [InlineData(-74, 40.2501, 0)]
    [InlineData(-73.5, 40.0001, 6)]
    [InlineData(-73, 40.3, CellGrid.Outside)]
    [InlineData(-74, 40, CellGrid.Outside)]
    [InlineData(-74.0001, 40.3, CellGrid.Outside)]
    [InlineData(-73.5, 40.5001, CellGrid.Outside)]
    public void A_cell_has_its_northern_and_western_edge(double longitude, double latitude, int expected) =>
        Assert.Equal(expected, new CellGrid(Box, 2, 4).Cell(longitude, latitude));

    [Fact]
    public void A_cells_middle_lies_in_that_cell() => Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Double.Unit, Gen.Double.Unit).Sample(
        (rows, columns, down, right) =>
        {
            var (row, column) = ((int)(down * rows), (int)(right * columns));
            var longitude = Box.West + (column + 0.5) * (Box.East - Box.West) / columns;
            var latitude = Box.North - (row + 0.5) * (Box.North - Box.South) / rows;
            Assert.Equal(row * columns + column, new CellGrid(Box, rows, columns).Cell(longitude, latitude));
        });
}
