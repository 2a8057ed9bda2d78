using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Outputs.Tests;

public class GridPlaceTests
{
    private static readonly BoundingBox Box = new() { South = 37, North = 38, West = -122, East = -120 };

    [Fact]
    public void The_place_is_the_cards_and_wgs84_where_it_names_no_system()
    {
        Assert.Equal(new GridPlace(Box, 4326), Place(new DatasetManifest { BoundingBox = Box }));
        Assert.Equal(new GridPlace(Box, 4258), Place(new DatasetManifest { BoundingBox = Box, Crs = "epsg:4258" }));
    }

    [Fact]
    public void Without_a_box_there_is_no_place()
    {
        Assert.Null(Place(new DatasetManifest { Crs = "EPSG:4326" }));
        Assert.Null(Place(null));
    }

    [Theory]
    [InlineData("WGS 84")]
    [InlineData("EPSG:")]
    [InlineData("EPSG:-1")]
    [InlineData("EPSG:32767")]
    [InlineData("EPSG:102100")]
    [InlineData("EPSG:4326 ")]
    public void A_system_without_an_epsg_code_is_refused(string crs) =>
        Refused(new DatasetManifest { BoundingBox = Box, Crs = crs }, $"crs is '{crs}'");

    [Fact]
    public void A_box_upside_down_is_refused() => Refused(new DatasetManifest { BoundingBox = Box with { North = 36 } }, "bounding_box");

    [Fact]
    public void Maps_of_another_size_lie_elsewhere() =>
        Refused(new DatasetManifest { BoundingBox = Box }, "32 x 32 coarse cells; the input has 16 x 32", rows: 16);

    private static void Refused(DatasetManifest manifest, string problem, int rows = 32)
    {
        var refusal = Assert.Throws<BadInputException>(() => Place(manifest, rows));
        Assert.StartsWith("runs/a: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    private static GridPlace? Place(DatasetManifest? manifest, int rows = 32) =>
        GridPlace.From(manifest, (32, 32), new FlowMaps(new(1, 1, rows, 32)), "runs/a");
}
