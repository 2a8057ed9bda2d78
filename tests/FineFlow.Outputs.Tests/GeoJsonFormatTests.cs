using System.Text.Json;
using System.Text.Json.Nodes;
using FineFlow.Core;

namespace FineFlow.Outputs.Tests;

public class GeoJsonFormatTests
{
    [Fact]
    public void Every_slot_and_cell_is_a_polygon_with_its_flows()
    {
        var features = Write(SmallPrediction.Create(SmallPrediction.Degrees));
        Assert.Equal(3 * 2 * 4, features.Count);
        Assert.Equal("""{"slot":0,"row":0,"column":0,"flow in":0.5,"flow out":10.5}""", Properties(features[0]));
        Assert.Equal("""{"slot":2,"row":1,"column":3,"flow in":207.5,"flow out":217.5}""", Properties(features[^1]));
    }

    [Fact]
    public void The_first_cell_lies_in_the_north_west_and_its_ring_is_closed_and_counter_clockwise() => Assert.Equal(
        "[[[-122,37.5],[-121.5,37.5],[-121.5,38],[-122,38],[-122,37.5]]]",
        Write(SmallPrediction.Create(SmallPrediction.Degrees))[0]!["geometry"]!["coordinates"]!.ToJsonString());

    [Fact]
    public void Slots_have_their_start_and_counts_are_whole_where_they_are_known()
    {
        var prediction = SmallPrediction.Create(SmallPrediction.Degrees) with { Time = [0, 1800, 3600], Whole = SmallPrediction.Whole };
        Assert.Equal("""{"time":"1970-01-01T00:30:00","row":0,"column":1,"flow in":17,"flow out":25}""", Properties(Write(prediction)[9]));
    }

    [Fact]
    public void Places_that_are_unknown_or_not_in_degrees_are_refused_before_the_work()
    {
        var format = OutputFormats.FromPath("fine.geojson");
        Assert.Contains("no bounding_box", Refusal(null), StringComparison.Ordinal);
        Assert.Contains("crs is EPSG:25833", Refusal(SmallPrediction.Metres), StringComparison.Ordinal);
        format.Check(SmallPrediction.Degrees, 1, "runs/a");

        string Refusal(GridPlace? place) => Assert.Throws<BadInputException>(() => format.Check(place, 1, "runs/a")).Message;
    }

    private static string Properties(JsonNode? feature) => feature!["properties"]!.ToJsonString();

    private static JsonArray Write(Prediction prediction)
    {
        using var stream = new MemoryStream();
        OutputFormats.FromPath("fine.geojson").Write(stream, prediction);
        var document = JsonSerializer.Deserialize<JsonNode>(stream.ToArray())!;
        Assert.Equal("FeatureCollection", document["type"]!.GetValue<string>());
        return document["features"]!.AsArray();
    }
}
