using FineFlow.Core.Datasets;
using FineFlow.Core.Zones;

namespace FineFlow.Core.Tests.Zones;

/// <summary>A grid of 2 rows and 4 columns, a cell of 1 x 1 degree, from (0, 0) in the south-west.</summary>
public sealed class ZoneFileTests : IDisposable
{
    private static readonly MapFrame Frame = new(
        new BoundingBox { West = 0, South = 0, East = 4, North = 2 }, MapFrame.Degrees, Rows: 2, Columns: 4);

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("zones.geojson");

    [Fact]
    public void A_zone_has_the_cells_of_its_polygons_and_the_share_that_it_covers()
    {
        var zone = Assert.Single(Read(Feature("centre", Box(0.5, 1, 2, 2))));

        Assert.Equal("centre", zone.Name);
        Assert.Equal([0, 1], zone.Cells);
        Assert.Equal([0.5, 1], zone.Shares.Select(share => Math.Round(share, 9)));
        Assert.Equal(0, zone.Outside, 1e-9);
        Assert.Contains("\"Polygon\"", zone.Geometry, StringComparison.Ordinal);
    }

    /// <summary>Parts of a city that share their edges, at whatever slant, together hold each cell once.</summary>
    [Fact]
    public void Zones_that_tile_the_map_have_all_of_every_cell()
    {
        var zones = Read(
            Feature("a", "[[[0,0],[1.37,0],[2.6,2],[0,2],[0,0]]]"),
            Feature("b", "[[[1.37,0],[4,0],[4,0.77],[1.843550,0.77],[1.37,0]]]"),
            Feature("c", "[[[1.843550,0.77],[4,0.77],[4,2],[2.6,2],[1.843550,0.77]]]"));

        var whole = new double[8];
        foreach (var zone in zones)
        {
            zone.Cells.Zip(zone.Shares).ToList().ForEach(cell => whole[cell.First] += cell.Second);
        }

        Assert.All(whole, share => Assert.Equal(1, share, 1e-9));
    }

    [Fact]
    public void Holes_are_outside_and_parts_that_overlap_count_once()
    {
        var zones = Read(
            Feature("ring", $"[{Ring(0, 0, 2, 2)},{Ring(0, 0, 1, 1)}]"),
            Feature("double", $"[[{Ring(2, 0, 4, 1)}],[{Ring(3, 0, 4, 1)}]]", "MultiPolygon"));

        Assert.Equal([3, 2], zones.Select(zone => Math.Round(zone.Area, 9)));
        Assert.Equal([0, 1, 5], zones[0].Cells);
        Assert.Equal([6, 7], zones[1].Cells);
    }

    [Fact]
    public void The_share_outside_the_map_is_told() =>
        Assert.Equal(0.75, Assert.Single(Read(Feature("corner", Box(3, 1, 5, 3)))).Outside, 1e-9);

    [Fact]
    public void Names_are_of_the_property_that_is_asked_for_or_else_numbers()
    {
        string[] features =
        [
            Feature("north", Box(0, 1, 4, 2), more: ",\"TAZ\":12"),
            Feature("", Box(0, 0, 4, 1)).Replace("\"name\":\"\"", "\"TAZ\":\"007 \"", StringComparison.Ordinal),
        ];

        Assert.Equal(["north", "zone 2"], Read(features).Select(zone => zone.Name));
        Write(features);
        Assert.Equal(["12", "007"], ZoneFile.Read(Path, Frame, "TAZ").Select(zone => zone.Name));
        AssertRefused("feature 2", "'name'", () => ZoneFile.Read(Path, Frame, "name"));
    }

    [Fact]
    public void Two_zones_of_one_name_are_refused() =>
        AssertRefused("feature 2", "'a'", () => Read(Feature("a", Box(0, 0, 1, 1)), Feature("a", Box(1, 0, 2, 1))));

    [Theory]
    [InlineData("[[[0,0],[1,0],[1,1],[0,1]]]", "not closed")]
    [InlineData("[[[0,0],[1,0],[0,0]]]", "not closed")]
    [InlineData("[[[0,0],[1,0],[1,\"x\"],[0,0]]]", "no longitude and latitude")]
    [InlineData("[[[0,0],[1,0],[1,91],[0,0]]]", "no longitude and latitude")]
    [InlineData("[[[7,7],[8,7],[8,8],[7,7]]]", "outside the map")]
    [InlineData("[]", "outside the map")]
    [InlineData("7", "no list")]
    public void A_polygon_that_is_none_is_refused(string coordinates, string words) =>
        AssertRefused("feature 1", words, () => Read(Feature("a", coordinates)));

    [Theory]
    [InlineData("Point", "[1,1]")]
    [InlineData("LineString", "[[0,0],[1,1]]")]
    public void Other_shapes_are_refused(string type, string coordinates) =>
        AssertRefused(type, "Polygon", () => Read(Feature("a", coordinates, type)));

    [Fact]
    public void A_file_without_features_and_a_dataset_in_metres_are_refused()
    {
        AssertRefused("zones.geojson", "no feature", () => Read());
        AssertRefused("EPSG:32650", "degrees", () => ZoneFile.Read(Path, Frame with { Crs = "EPSG:32650" }));
    }

    [Theory]
    [InlineData(1, 99, 99, "feature 2", "1 zones")]
    [InlineData(9, 9, 99, "feature 2", "9 places")]
    [InlineData(9, 99, 8, "feature 2", "8 fine cells")]
    public void More_work_than_is_taken_is_refused(int zones, int places, long cells, string where, string words)
    {
        Write([Feature("a", Box(0, 0, 4, 2)), Feature("b", Box(0, 0, 1, 1))]);
        var limits = new ZoneLimits(zones, places, cells);

        Assert.Equal(2, Read(new(2, 10, 9)).Count);
        AssertRefused(zones == 1 ? "zones.geojson" : where, words, () => Read(limits));

        IReadOnlyList<Zone> Read(ZoneLimits limits) => ZoneFile.Read(File.OpenRead(Path), Path, Frame, null, limits);
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<Zone> Read(params string[] features)
    {
        Write(features);
        return ZoneFile.Read(Path, Frame);
    }

    private void Write(string[] features) =>
        File.WriteAllText(Path, $"{{\"type\":\"FeatureCollection\",\"features\":[{string.Join(',', features)}]}}");

    private static string Feature(string name, string coordinates, string type = "Polygon", string more = "") =>
        $"{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\"{more}}},"
        + $"\"geometry\":{{\"type\":\"{type}\",\"coordinates\":{coordinates}}}}}";

    private static string Box(double west, double south, double east, double north) => $"[{Ring(west, south, east, north)}]";

    private static string Ring(double west, double south, double east, double north) => FormattableString.Invariant(
        $"[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]");

    private static void AssertRefused(string where, string words, Action read)
    {
        var message = Assert.Throws<BadInputException>(read).Message;
        Assert.Contains(where, message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }
}
