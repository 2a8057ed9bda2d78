using System.Text;
using System.Text.Json;
using CsCheck;
using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Proposals;
using FineFlow.Ingest.Tests.Grid;
using static System.FormattableString;

namespace FineFlow.Ingest.Tests.Points;

public sealed class GeoJsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Refusals => new()
    {
        { "", "is no whole JSON" },
        { "[]", "is no GeoJSON" },
        { "{\"type\":\"FeatureCollection\"}", "type is expected to be Feature" },
        { Collection(), "holds no point" },
        { Collection("{\"type\":\"Point\",\"coordinates\":[1,1]}"), "feature 1: is no GeoJSON" },
        { Collection("{\"type\":\"Feature\",\"properties\":{}}"), "feature 1: is no GeoJSON" },
        { Collection(Feature("Polygon", "[[[1,1],[2,1],[2,2],[1,1]]]", "{}")), "feature 1: is a Polygon" },
        { Collection(Feature("Point", "[\"1\",1]", "{}")), "no longitude and latitude" },
        { Collection(Feature("LineString", "[[1,1],[2,1]]", "{}")), "is a LineString without times" },
        { Collection(Feature("LineString", "[[1,1],[2,1]]", "{\"coordTimes\":[\"2024-01-01T10:00:00Z\"]}")), "2 places and 1 times" },
        { Collection(Feature("MultiLineString", "[[[1,1],[2,1]]]", "{\"times\":[[1,2],[3]]}")), "1 lines and times of 2" },
        { Collection(Feature("LineString", "[[1,1]]", "{\"times\":[1],\"coordTimes\":[1]}")), "has its times twice" },
        { Collection(Feature("Point", "[1,1]", "{\"a\":1,\"a\":2}")), "is no whole JSON" },
        { Collection(Feature("Point", "[1,1]", "{\"a\":\"\\ud800\"}")), "is no whole JSON" },
        { Collection(Feature("Point", "[1,1]", "{}")) + "{}", "is no whole JSON" },
        { Collection(Feature("Point", "[1,1]", "{}"))[..^1], "is no whole JSON" },
        { "{\"crs\":{\"properties\":{\"name\":\"EPSG:3857\"}}," + Collection(Feature("Point", "[1,1]", "{}"))[1..], "other system" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.geojson", false)]
    [InlineData("a.geojson", true)]
    [InlineData("a.geojsonl", false)]
    [InlineData("a.ndjson", true)]
    [InlineData("a.geojsons", true)]
    public void Points_and_lines_give_the_counts_of_the_same_rows_as_csv(string name, bool areLines) => Fix.Many.Sample(
        fixes =>
        {
            // Between lines, the order of a vehicle's positions is that of the file.
            string[] features = areLines ? [.. fixes.GroupBy(fix => fix.Vehicle).Select(Line)] : [.. fixes.Select(Point)];
            File.WriteAllText(_folder.File(name), Text(name, features));
            Fix.AssertSame(
                Fix.Options(GridKind.Traces, Fix.Csv(_folder, fixes)), Fix.Options(GridKind.Traces, _folder.File(name)));
        },
        iter: 2,
        threads: 1);

    [Theory]
    [InlineData("a.geojson", false)]
    [InlineData("a.geojson", true)]
    [InlineData("a.geojsonl", false)]
    [InlineData("a.geojsonl", true)]
    public void A_damaged_file_is_refused_or_has_the_points_that_another_reader_sees(string name, bool areLines)
    {
        Fix[] fixes = [.. Enumerable.Range(0, 12).Select(second => new Fix(second / 6, 20 * second, 7 * second, 40))];
        string[] features = areLines ? [.. fixes.GroupBy(fix => fix.Vehicle).Select(Line)] : [.. fixes.Select(Point)];
        Fix.Damaged(Encoding.UTF8.GetBytes(Text(name, features))).Sample(
            damaged =>
            {
                if (Fix.Rows(_folder, name, damaged) is { } rows)
                {
                    Assert.Equal(Count(name, damaged), rows);
                }
            },
            iter: 500,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_is_no_geojson_of_points_and_lines_is_refused(string text, string problem)
    {
        var message = Assert.Throws<BadInputException>(
            () => Flows.Build(Fix.Options(GridKind.Events, Flows.Write(_folder, "a.geojson", text)))).Message;

        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    /// <summary>Properties are columns, whatever their names and texts are: of events with weights, for instance.</summary>
    [Fact]
    public void Properties_of_points_are_columns()
    {
        var time = "\"when\":\"2024-01-01 10:00:00\"";
        var text = Collection(
            Feature("Point", "[0.5,7.5,12]", $"{{{time},\"n\":3,\"note\":\"a \\\"b\\\",\\r\\n; c\",\"longitude\":\"east\"}}"),
            Feature("Point", "[1.5,7.5]", $"{{\"bad\\u0000name\":1,\"tags\":[1,2],{time},\"n\":4,\"x,y\":null}}"),
            "{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"n\":5}}",
            "{\"geometry\":{\"coordinates\":[2.5,7.5],\"type\":\"Point\"},\"type\":\"Feature\"}");
        File.WriteAllText(_folder.File("a.geojson"), $"\uFEFF{text}\n");
        var flow = Flows.Build(Flows.Options(GridKind.Events, _folder.File("a.geojson")) with
        {
            Columns = new() { Time = "when", Weight = "n" },
        });

        Assert.Equal((3f, 4f), (flow.At("2024-01-01 10:00", 0, 0), flow.At("2024-01-01 10:00", 0, 1)));
        Assert.Equal(2, flow.Report.Channels[0].Dropped[DropReason.BadTime]);
        Assert.Equal(["when", "longitude", "latitude", "n"], flow.Report.Columns);
        Flows.AssertAccounted(flow);
    }

    /// <summary>The form in which GPX is converted for the web: a list of times for each of a track's parts.</summary>
    [Fact]
    public void Parts_of_a_line_without_a_vehicle_are_vehicles_of_their_own()
    {
        var text = Collection(Feature(
            "MultiLineString",
            "[[[0.5,0.5],[1.5,0.5]],[[2.5,0.5],[3.5,0.5]]]",
            "{\"time\":\"2024-01-01T10:00:00Z\",\"coordinateProperties\":{\"times\":[[\"2024-01-01T10:00:00Z\",\"2024-01-01T10:00:20Z\"],"
            + "[\"2024-01-01T10:00:40Z\",\"2024-01-01T10:01:00Z\"]]}}"));
        var flow = Flows.Build(Fix.Options(GridKind.Traces, Flows.Write(_folder, "a.geojson", text)));

        Assert.Equal(2, flow.Report.Channels[0].Counted);
        Assert.Equal((0, 1), (flow.At("2024-01-01 10:00", 7, 2, 1), flow.At("2024-01-01 10:00", 7, 3, 1)));
    }

    /// <summary>A feature may be larger than what is read at once, and the buffer ends within any of them.</summary>
    [Fact]
    public void Large_collections_are_read_to_the_last_feature()
    {
        var note = new string('x', 200_000);
        var features = Enumerable.Range(0, 3000).Select(number => Feature(
            "Point", "[0.5,7.5]",
            Invariant($"{{\"time\":\"2024-01-01 10:00:00\",\"note\":\"{(number % 1000 == 7 ? note : note[..(number % 97)])}\"}}")));
        var flow = Flows.Build(Flows.Options(GridKind.Events, Flows.Write(_folder, "a.geojson", Collection([.. features]))));

        Assert.Equal(3000, flow.At("2024-01-01 10:00", 0, 0));
    }

    [Fact]
    public void Points_stand_neither_beside_tables_nor_for_the_weather()
    {
        var csv = Flows.Write(_folder, "a.csv", "time,lon,lat", "2024-01-01 10:00:00,1,1");
        var points = Flows.Write(_folder, "a.geojsonl", Point(new(0, 0, 10, 10)));
        foreach (var (options, problem) in new[]
        {
            (Fix.Options(GridKind.Events, csv, points), "is a file of points, unlike"),
            (Fix.Options(GridKind.Events, csv) with { External = new() { Holidays = points } }, "a table in CSV or Parquet is expected"),
            (Fix.Options(GridKind.Events, Flows.Write(_folder, "a.gpx.zst", "x")), "unpack it first"),
        })
        {
            var message = Assert.Throws<BadInputException>(() => Flows.Build(options)).Message;
            Assert.Contains(problem, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Lines_are_found_to_be_traces_and_points_without_vehicles_events()
    {
        string[] lines = [.. Enumerable.Range(0, 3).Select(line => Line(Enumerable.Range(0, 20).Select(second =>
            new Fix(line, 20 * second, second, second))))];
        string[] points = [.. Enumerable.Range(0, 20).Select(second => Feature(
            "Point", "[3.4,5.5]", Invariant($"{{\"time\":\"2024-01-01 10:00:{second}\"}}")))];
        GridKind KindOf(string[] features) => GridProposal.For(
            Fix.Options(GridKind.Trips, Flows.Write(_folder, "a.geojsonl", features)), new HashSet<string>(),
            TestContext.Current.CancellationToken).Options.Kind;

        Assert.Equal((GridKind.Traces, GridKind.Events), (KindOf(lines), KindOf(points)));
    }

    private static string Text(string name, string[] features) => name switch
    {
        "a.geojson" => Collection(features),
        "a.geojsons" => string.Concat(features.Select(feature => $"\x1E{feature}\n")),
        _ => string.Concat(features.Select(feature => $"{feature}\n")),
    };

    private static string Collection(params string[] features) =>
        $"{{\"type\": \"FeatureCollection\", \"features\": [{string.Join(",\n", features)}]}}";

    private static string Feature(string type, string coordinates, string properties) =>
        $"{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{{\"type\":\"{type}\",\"coordinates\":{coordinates}}}}}";

    private static string Point(Fix fix) => Feature(
        "Point", $"[{fix.Longitude},{fix.Latitude}]", Invariant($"{{\"vehicle_id\":\"v{fix.Vehicle}\",\"time\":\"{fix.Time}\"}}"));

    private static string Line(IEnumerable<Fix> fixes) => Feature(
        "LineString",
        $"[{string.Join(", ", fixes.Select(fix => $"[{fix.Longitude},{fix.Latitude}]"))}]",
        Invariant($"{{\"vehicle_id\":{fixes.First().Vehicle},")
            + $"\"coordTimes\":[{string.Join(",", fixes.Select(fix => $"\"{fix.Time}\""))}]}}");

    private static long Count(string name, byte[] bytes)
    {
        string[] texts = name == "a.geojson" ? [Encoding.UTF8.GetString(bytes)]
            : [.. Encoding.UTF8.GetString(bytes).Split('\n', '\r').Where(line => line.Trim().Length > 0)];
        return texts.Sum(text =>
        {
            using var json = JsonDocument.Parse(text);
            return name == "a.geojson"
                ? json.RootElement.GetProperty("features").EnumerateArray().Sum(Places)
                : Places(json.RootElement);
        });
    }

    private static long Places(JsonElement feature)
    {
        var geometry = feature.GetProperty("geometry");
        return geometry.ValueKind == JsonValueKind.Null || geometry.GetProperty("type").GetString() == "Point"
            ? 1
            : geometry.GetProperty("coordinates").GetArrayLength();
    }
}
