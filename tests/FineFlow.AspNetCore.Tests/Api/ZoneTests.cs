using System.IO.Compression;
using System.Text.Json.Nodes;
using FineFlow.Core.Datasets;

namespace FineFlow.AspNetCore.Tests.Api;

/// <summary>
/// The town lies from (116, 39) to (124, 47): a fine cell is a degree, a coarse one two. Each fine cell truly has a quarter of its coarse
/// one.
/// </summary>
public sealed class ZoneTests(EstimatesTownServer shared) : IClassFixture<EstimatesTownServer>
{
    private const string GeoJson = "application/geo+json", Kha = "/v1/datasets/town/zones?model=kha";

    private static readonly string West = Zone("west", Box(116, 39, 120, 47)), Rest = Zone("rest", Box(121, 39, 124, 47));
    private static readonly string Strip = Zone("strip", Box(120, 39, 121, 47)), Town = Collection(West, Strip, Rest);

    private readonly TestServer _server = shared.Server;
    private readonly FlowSplit _town = DatasetFolder.Load(shared.Server.File("town"))["test"];

    [Fact]
    public async Task Zones_of_whole_blocks_are_certain_others_have_intervals_and_all_add_up_to_the_town()
    {
        var answer = await AskAsync($"{Kha}&from=3&count=10", Town);

        Assert.Equal(
            ("town", "kha", "1", 3), (Text(answer, "dataset"), Text(answer, "model"), Text(answer, "version"), (int)answer["from"]!));
        Assert.Equal(
            ["2026-03-02T09:30:00", "2026-03-02T10:00:00"], answer["slots"]!.AsArray().Take(2).Select(slot => slot!.GetValue<string>()));
        Assert.Equal(["west", "strip", "rest"], answer["zones"]!.AsArray().Select(zone => Text(zone!, "name")));
        for (var slot = 0; slot < 10; slot++)
        {
            var coarse = _town.Coarse.Map(3 + slot, 0).ToArray();
            var west = coarse.Where((_, block) => block % 4 < 2).Sum();
            var cut = coarse.Where((_, block) => block % 4 == 2).Sum();
            Assert.Equal(west, Number("lower", 0, slot));
            Assert.Equal(west, Number("upper", 0, slot));
            Assert.Equal(cut / 2, Number("true", 1, slot), 1e-3);
            Assert.Equal(coarse.Sum(), Enumerable.Range(0, 3).Sum(zone => Number("flow", zone, slot)), 1e-1);
            Assert.InRange(Number("flow", 1, slot), Number("lower", 1, slot), Number("upper", 1, slot));
            Assert.InRange(Number("upper", 1, slot), Number("lower", 1, slot) + 1, cut);
        }

        double Number(string of, int zone, int slot) => answer["zones"]![zone]![of]![0]![slot]!.GetValue<double>();
    }

    [Fact]
    public async Task A_slot_is_answered_alone_as_among_others_and_in_every_format()
    {
        var alone = await AskAsync($"{Kha}&from=12", Town);
        var among = await AskAsync($"{Kha}&from=3&count=12", Town);
        var strip = alone["zones"]![1]!;
        foreach (var of in new[] { "flow", "lower", "upper", "true" })
        {
            Assert.Equal(strip[of]![0]![0]!.ToJsonString(), among["zones"]![1]![of]![0]![9]!.ToJsonString());
        }

        using var csv = await _server.PostAsync($"{Kha}&from=12&format=csv", Town, GeoJson);
        var row = (await csv.Content.ReadAsStringAsync()).Split('\n')[2];
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        Assert.Equal("kha", csv.Headers.GetValues("FineFlow-Model").Single());
        Assert.Equal(
            string.Join(',', ["2026-03-02T14:00:00", "strip", "trips", Shown("flow"), Shown("lower"), Shown("upper"), Shown("true")]), row);

        var features = (await AskAsync($"{Kha}&from=12&format=geojson", Town))["features"]!;
        Assert.Equal(Shown("upper"), features[1]!["properties"]!["upper"]![0]!.ToJsonString());
        Assert.Equal(8, features[1]!["properties"]!["cells"]!.GetValue<double>());
        Assert.Equal(Box(120, 39, 121, 47), features[1]!["geometry"]!["coordinates"]!.ToJsonString());

        string Shown(string of) => strip[of]![0]![0]!.ToJsonString();
    }

    [Fact]
    public async Task A_model_that_is_not_sure_has_no_intervals_and_a_zone_beyond_the_map_a_warning()
    {
        var beyond = Collection(Zone("7", Box(122, 39, 126, 47)).Replace("\"name\":\"7\"", "\"taz\":7", StringComparison.Ordinal));
        var answer = await AskAsync("/v1/datasets/town/zones?model=plgf&name=taz", beyond);
        var zone = answer["zones"]![0]!;

        Assert.Equal(("7", 0.5), (Text(zone, "name"), zone["outside"]!.GetValue<double>()));
        Assert.Null(zone["lower"]);
        Assert.StartsWith("50.0 % of zone '7'", answer["warnings"]!.AsArray()[^1]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[[116,39],[118,39],[118,41],[116,41]]]", "not closed")]
    [InlineData("[[[16,39],[18,39],[18,41],[16,39]]]", "outside the map")]
    [InlineData("[[[116,39],[NaN,39],[118,41],[116,39]]]", "no whole JSON")]
    [InlineData("[[[116,39],[1e999,39],[118,41],[116,39]]]", "no longitude and latitude")]
    [InlineData("[[[[[[[116,39]]]]]]]", "no longitude and latitude")]
    [InlineData("\"west\"", "no list")]
    public async Task Shapes_that_are_none_are_refused_with_the_feature_and_the_reason(string coordinates, string words)
    {
        using var response = await _server.PostAsync(Kha, Collection(West, Zone("b", coordinates)), GeoJson);

        Assert.Equal("zones", await Answered.RefusedAsync(response, 422));
        Assert.Contains(words, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_that_are_no_zones_or_too_many_are_refused()
    {
        var many = string.Concat(Enumerable.Range(0, 100_001).Select(place => $"[116.{place % 10},40],"));
        (string Body, string Words)[] bodies =
        [
            ("", "no whole JSON"),
            ("[]", "no GeoJSON"),
            (Collection(), "no feature"),
            (Collection(West, West), "second zone called 'west'"),
            (Collection(Zone("p", "[117,40]").Replace("Polygon", "Point", StringComparison.Ordinal)), "is a Point"),
            ($"{Town[..^1]},\"crs\":\"EPSG:3857\"}}", "crs"),
            (Collection([.. Enumerable.Range(0, 1001).Select(zone => Zone($"{zone}", Box(116, 39, 117, 40)))]), "1000 zones"),
            (Collection(Zone("m", $"[[[116,39],{many}[116,39]]]")), "100000 places"),
            (new string('[', 100_000), "no GeoJSON"),
        ];
        foreach (var (body, words) in bodies)
        {
            using var response = await _server.PostAsync(Kha, body, GeoJson);
            Assert.Equal("zones", await Answered.RefusedAsync(response, 422));
            Assert.Contains(words, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_that_unpacks_to_more_than_is_taken_is_refused()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[5 << 20], TestContext.Current.CancellationToken);
        }

        using var body = new ByteArrayContent(packed.ToArray());
        body.Headers.ContentType = new(GeoJson);
        body.Headers.ContentEncoding.Add("gzip");
        using var response = await _server.Client.PostAsync(
            new Uri(Kha, UriKind.Relative), body, TestContext.Current.CancellationToken);

        Assert.Null(await Answered.RefusedAsync(response, 413));
    }

    [Theory]
    [InlineData("/v1/datasets/village/zones?model=kha", 404, "dataset")]
    [InlineData("/v1/datasets/town/zones?model=nobody", 404, "model")]
    [InlineData("/v1/datasets/town/zones", 400, null)]
    [InlineData($"{Kha}&from=20", 404, "frame")]
    [InlineData($"{Kha}&from=15&count=6", 422, "count")]
    [InlineData($"{Kha}&count=0", 422, "count")]
    [InlineData($"{Kha}&format=png", 400, "format")]
    [InlineData($"{Kha}&slots=3", 400, "slots")]
    [InlineData($"{Kha}&name=taz", 422, "zones")]
    public async Task Questions_that_have_no_answer_are_refused(string path, int status, string? field) =>
        Assert.Equal(field, await Answered.RefusedAsync(await _server.PostAsync(path, Town, GeoJson), status));

    [Fact]
    public async Task Another_content_type_is_refused() =>
        Assert.Null(await Answered.RefusedAsync(await _server.PostAsync(Kha, Town, "text/plain"), 415));

    private async Task<JsonNode> AskAsync(string path, string zones) =>
        await Answered.JsonAsync(await _server.PostAsync(path, zones, GeoJson));

    private static string Collection(params string[] features) =>
        $"{{\"type\":\"FeatureCollection\",\"features\":[{string.Join(',', features)}]}}";

    private static string Zone(string name, string coordinates) =>
        $"{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{name}\"}},"
        + $"\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{coordinates}}}}}";

    private static string Box(int west, int south, int east, int north) =>
        $"[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]";

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
