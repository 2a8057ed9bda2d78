using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Covariates;

namespace FineFlow.Ingest.Tests.Covariates;

/// <summary>Districts as polygons, over 4 x 4 coarse cells of a degree from (10, 50) to (14, 54).</summary>
public sealed class DistrictFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Blocks_of_which_half_lies_inside_are_left_out()
    {
        var path = Text(Polygon("[[10, 54], [12.5, 54], [12.5, 52.6], [10, 52.6], [10, 54]]"));

        var blocks = DistrictFile.Read(path, Dataset());

        // The first row as far as the middle of its third block; of the second row 0.4.
        Assert.Equal(["###.", "....", "....", "...."], blocks.Map);
        Assert.Equal(path, blocks.Districts);
    }

    [Theory]
    [InlineData("""{"type": "Point", "coordinates": [11, 52]}""", "holds points; polygons are expected")]
    [InlineData("""{"type": "LineString", "coordinates": [[11, 52], [12, 52]]}""", "holds metres; polygons are expected")]
    [InlineData("""{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}""", "leaves out none of the 16 blocks")]
    [InlineData("""{"type": "Polygon", "coordinates": [[[10, 54], [10.1, 54], [10.1, 53.9], [10, 54]]]}""", "leaves out none")]
    [InlineData("""{"type": "Polygon", "coordinates": [[["a", 0]]]}""", "has a place that is no longitude and latitude")]
    [InlineData("""{"type": "Polygon", "coordinates": 5}""", "expected")]
    [InlineData("""{"type": "Pol""", "")]
    [InlineData("", "")]
    public void What_is_no_district_is_refused_in_a_line(string geometry, string problem)
    {
        var text = geometry.StartsWith('{') && geometry.EndsWith('}')
            ? "{\"type\": \"Feature\", \"properties\": {}, \"geometry\": " + geometry + "}"
            : geometry;

        var refusal = Assert.Throws<BadInputException>(() => DistrictFile.Read(Text(text), Dataset()));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_and_data_without_a_place_are_refused()
    {
        var missing = Assert.Throws<BadInputException>(() => DistrictFile.Read("2x2", Dataset()));
        Assert.Equal("LeaveOut", missing.Setting);
        Assert.Contains("is no file, and no ROWSxCOLUMNS:K", missing.Message, StringComparison.Ordinal);
        var path = Text(Polygon("[[10, 54], [12, 54], [12, 52], [10, 52], [10, 54]]"));
        Assert.Contains(
            "bounding_box is expected", Assert.Throws<BadInputException>(() => DistrictFile.Read(path, Dataset(box: null))).Message,
            StringComparison.Ordinal);
    }

    private static string Polygon(string ring) =>
        """{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [RING]}}""".Replace(
            "RING", ring, StringComparison.Ordinal);

    private string Text(string text)
    {
        var path = _folder.File("districts.geojson");
        File.WriteAllText(path, text);
        return path;
    }

    private static FlowDataset Dataset() => Dataset(new BoundingBox { West = 10, South = 50, East = 14, North = 54 });

    private static FlowDataset Dataset(BoundingBox? box)
    {
        var split = new FlowSplit(SplitNames.Train, new(new(1, 1, 4, 4)), new(new(1, 1, 8, 8)));
        return new("city", new() { BoundingBox = box }, [split], new('0', 64), []);
    }
}
