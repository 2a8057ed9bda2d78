using FineFlow.Core.Datasets;

namespace FineFlow.Outputs.Tests;

public class CellSizeTests
{
    // Lengths of a degree on the WGS 84 ellipsoid, as tables of geodesy give them.
    [Theory]
    [InlineData(0, 111_320, 110_574)]
    [InlineData(45, 78_847, 111_132)]
    [InlineData(60, 55_800, 111_412)]
    public void A_degree_is_as_long_as_geodesy_says(double latitude, double longitudeMetres, double latitudeMetres)
    {
        var box = new BoundingBox { South = latitude - 0.5, North = latitude + 0.5, West = 10, East = 11 };
        var cell = CellSize.Of(new GridPlace(box, 4326), 1, 1)!;
        Assert.Equal(longitudeMetres, cell.Width, 10.0);
        Assert.Equal(latitudeMetres, cell.Height, 10.0);
        Assert.True(cell.IsMetres);
    }

    [Fact]
    public void Projected_cells_are_in_the_systems_unit_which_may_be_feet()
    {
        var cell = CellSize.Of(SmallPrediction.Metres, 2, 4)!;
        Assert.Equal((500, 500, false), (cell.Width, cell.Height, cell.IsMetres));
        Assert.Null(CellSize.Of(null, 2, 4));
    }
}
