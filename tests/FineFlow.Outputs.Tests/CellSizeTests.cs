using FineFlow.Core.Datasets;

namespace FineFlow.Outputs.Tests;

public class CellSizeTests
{
    [Fact]
    public void Cells_in_degrees_are_as_large_as_in_the_middle_of_their_box()
    {
        var box = new BoundingBox { South = 59.5, North = 60.5, West = 10, East = 12 };
        var cell = CellSize.Of(new GridPlace(box, 4326), 10, 4)!;
        Assert.Equal((ArcOfDegree.OfLongitude(60) / 2, ArcOfDegree.OfLatitude(60) / 10, true), (cell.Width, cell.Height, cell.IsMetres));
    }

    [Fact]
    public void Projected_cells_are_in_the_systems_unit_which_may_be_feet()
    {
        var cell = CellSize.Of(SmallPrediction.Metres, 2, 4)!;
        Assert.Equal((500, 500, false), (cell.Width, cell.Height, cell.IsMetres));
        Assert.Null(CellSize.Of(null, 2, 4));
    }
}
