using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Ingest.Covariates;
using FineFlow.Ingest.Tests.Maps;

namespace FineFlow.Ingest.Tests.Covariates;

/// <summary>Maps over a dataset of 10 x 14 fine cells, each a quarter of a cell of the sample GeoTIFF.</summary>
public sealed class StaticMapsImportTests : IDisposable
{
    private const int Rows = 2 * SampleTiff.Rows, Columns = 2 * SampleTiff.Columns;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Maps_of_every_kind_come_into_the_dataset()
    {
        var tiff = new SampleTiff { Bands = 1, Nodata = "7" };
        tiff.Write(_folder.File("people.tif"));
        Text("roads.geojson", Line("[[10.0, 51.9], [10.5, 51.9]]"));
        float[] given = [.. Enumerable.Range(0, Rows * Columns).Select(cell => (float)cell)];
        NpyWriter.Write(_folder.File("given.npy"), given, Rows, Columns);

        var data = Import(Dataset(), ("people", "people.tif"), ("roads", "roads.geojson"), ("given", "given.npy"));

        StaticMap[] expected =
        [
            new("people", "people.tif, mean of the cell"), new("roads", "roads.geojson, metres"), new("given", "given.npy, as given"),
        ];
        Assert.Equal(expected, data.Manifest.StaticMaps!);
        var maps = data.Splits[0].Static!.Values;
        Assert.All(Enumerable.Range(0, Rows * Columns), cell =>
        {
            var value = tiff.Cell(0, (cell / Columns / 2 * SampleTiff.Columns) + (cell % Columns / 2));
            Assert.Equal(value == 7 ? 0 : value, maps.Map(0, 0)[cell], 1e-3); // 7 stands for no data
        });
        var roads = maps.Map(0, 1).ToArray();
        Assert.Equal([0, 1], Enumerable.Range(0, roads.Length).Where(cell => roads[cell] > 0));
        Assert.Equal(0.25 * ArcOfDegree.OfLongitude(51.9), roads[0], 0.1); // a quarter of a degree
        Assert.Equal(given, maps.Map(0, 2).ToArray());
    }

    [Fact]
    public void Polygons_and_points_are_counted()
    {
        Text("parks.geojson", """
            {"type": "FeatureCollection", "features": [
              {"type": "Feature", "properties": null, "geometry": {"type": "MultiPolygon", "coordinates":
                [[[[10, 52], [10.25, 52], [10.25, 51.9375], [10, 51.9375], [10, 52]]]]}},
              {"type": "Feature", "properties": null, "geometry": null}]}
            """);
        Text("shops.json", """
            {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPoint", "coordinates": [[10.1, 51.99], [10.2, 51.98], [0, 0]]}}
            """);

        var maps = Import(Dataset(), ("parks", "parks.geojson"), ("shops", "shops.json")).Splits[0].Static!.Values;

        Assert.Equal([0.5f, 0], maps.Map(0, 0)[..2].ToArray());
        Assert.Equal([2f, 0], maps.Map(0, 1)[..2].ToArray());
        Assert.Equal(2, maps.Map(0, 1).ToArray().Sum());
    }

    [Theory]
    [InlineData("a.csv", "", "is of no known kind; .tif, .geojson or .npy is expected")]
    [InlineData("a.geojson", "{}", "is no GeoJSON")]
    [InlineData("a.geojson", "[[10, 51], [11, \"x\"]]", "has a place that is no longitude and latitude")]
    [InlineData("a.geojson", "[[10, 51], [11, 151]]", "has a place that is no longitude and latitude")]
    [InlineData("a.geojson", "[10, 51]", "has a place that is no longitude and latitude")]
    [InlineData("a.geojson", """{"type": "FeatureCollection", "features": []}""", "has no feature with a geometry")]
    public void What_is_no_map_is_refused_and_nothing_is_written(string file, string text, string problem)
    {
        Text(file, text.StartsWith('[') ? Line(text) : text);

        Assert.Contains(problem, Problem((file, file)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public void Features_of_several_kinds_and_other_places_are_refused()
    {
        Text("mixed.geojson", """
            {"type": "FeatureCollection", "features": [
              {"type": "Feature", "properties": null, "geometry": {"type": "Point", "coordinates": [10, 51]}},
              {"type": "Feature", "properties": null, "geometry": {"type": "LineString", "coordinates": [[10, 51], [11, 51]]}}]}
            """);
        Assert.Contains(
            "feature 2: is a LineString (metres) beside others (points)", Problem(("a", "mixed.geojson")), StringComparison.Ordinal);

        new SampleTiff { Bands = 2 }.Write(_folder.File("two.tif"));
        Assert.Contains("has 2 bands; one is expected", Problem(("a", "two.tif")), StringComparison.Ordinal);
        new SampleTiff { Bands = 1, Keys = [1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32633] }.Write(_folder.File("other.tif"));
        Assert.Contains("lies in EPSG:32633; the dataset's EPSG:4326 is expected", Problem(("a", "other.tif")), StringComparison.Ordinal);
        new SampleTiff { Bands = 1, Tiepoint = [0, 0, 0, 50, 52, 0] }.Write(_folder.File("beside.tif"));
        Assert.Contains("has no data in the dataset's bounding_box", Problem(("a", "beside.tif")), StringComparison.Ordinal);

        new SampleTiff { Bands = 1 }.Write(_folder.File("one.tif"));
        Assert.Contains(
            "are called a, a; different names are expected", Problem(("a", "one.tif"), ("a", "one.tif")), StringComparison.Ordinal);
        Assert.Contains(
            "bounding_box is expected in dataset.json",
            Assert.Throws<BadInputException>(() => Import(Dataset(hasPlace: false), ("a", "one.tif"))).Message,
            StringComparison.Ordinal);
        new SampleTiff { Bands = 1, Cell = (_, cell) => cell - 3 }.Write(_folder.File("negative.tif"));
        Assert.Contains("has -3 in 'a', row 0, column 0", Problem(("a", "negative.tif")), StringComparison.Ordinal);
    }

    private static string Line(string coordinates) =>
        $$$"""{"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": {{{coordinates}}}}}""";

    private string Problem(params (string Name, string File)[] maps) =>
        Assert.Throws<BadInputException>(() => Import(Dataset(), maps)).Message;

    private FlowDataset Import(string data, params (string Name, string File)[] maps)
    {
        var target = _folder.File("out");
        StaticMapsImport.Write(data, target, [.. maps.Select(map => KeyValuePair.Create(map.Name, _folder.File(map.File)))]);
        return DatasetFolder.Load(target);
    }

    private string Dataset(bool hasPlace = true)
    {
        var folder = _folder.File(Guid.NewGuid().ToString("n"));
        var box = new BoundingBox { West = 10, North = 52, East = 13.5, South = 50.75 };
        FlowSplit split = new("train", new(new(1, 1, SampleTiff.Rows, SampleTiff.Columns)), new(new(1, 1, Rows, Columns)));
        DatasetFolder.Write(folder, new() { BoundingBox = hasPlace ? box : null }, [split]);
        return folder;
    }

    private void Text(string file, string text) => File.WriteAllText(_folder.File(file), text);
}
