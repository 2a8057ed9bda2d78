using System.Text;
using System.Text.Json.Nodes;
using FineFlow.Core.Zones;
using FineFlow.Outputs.Zones;

namespace FineFlow.Outputs.Tests.Zones;

public class ZoneFilesTests
{
    private const string Square = """{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}""";

    private static readonly Zone[] Zones = [new("old, town", [0], [0.5], Square) { Outside = 0.25 }, new("port", [1], [1], Square)];

    [Fact]
    public void The_table_has_a_line_a_slot_zone_and_channel()
    {
        var totals = new ZoneTotals(Zones, ["in", "out"], [0, 1800], [Slot(1.5), Slot(20)]);

        Assert.Equal(
            """
            time,zone,channel,flow,lower,upper,true
            1970-01-01T00:00:00,"old, town",in,1.5,1,2,3
            1970-01-01T00:00:00,"old, town",out,2.5,2,3,4
            1970-01-01T00:00:00,port,in,101.5,101,102,103
            1970-01-01T00:00:00,port,out,102.5,102,103,104
            1970-01-01T00:30:00,"old, town",in,20,19.5,20.5,21.5
            1970-01-01T00:30:00,"old, town",out,21,20.5,21.5,22.5
            1970-01-01T00:30:00,port,in,120,119.5,120.5,121.5
            1970-01-01T00:30:00,port,out,121,120.5,121.5,122.5

            """.ReplaceLineEndings("\n"),
            Written(stream => ZoneCsv.Write(stream, totals)));
    }

    [Fact]
    public void What_is_not_known_has_no_column_and_slots_without_times_are_numbered()
    {
        var totals = new ZoneTotals(Zones[..1], ["flow"], null, [[[new(0.12345, null, null, null)]]]);

        Assert.Equal("slot,zone,channel,flow\n0,\"old, town\",flow,0.1235\n", Written(stream => ZoneCsv.Write(stream, totals)));
        Assert.Equal(
            ["name", "cells", "outside", "slots", "mean", "flow"],
            Properties(totals, 0).Select(property => property.Key));
    }

    [Fact]
    public void GeoJson_has_the_zones_own_geometry_and_lists_of_all_slots()
    {
        var totals = new ZoneTotals(Zones, ["in", "out"], [0, 1800], [Slot(1.5), Slot(20)]);
        var first = Properties(totals, 0);

        Assert.Equal("old, town", first["name"]!.GetValue<string>());
        Assert.Equal((0.5, 0.25), (first["cells"]!.GetValue<double>(), first["outside"]!.GetValue<double>()));
        Assert.Equal("""["1970-01-01T00:00:00","1970-01-01T00:30:00"]""", first["times"]!.ToJsonString());
        Assert.Equal(10.75, first["mean in"]!.GetValue<double>());
        Assert.Equal("[1.5,20]", first["flow in"]!.ToJsonString());
        Assert.Equal("[102,120.5]", Properties(totals, 1)["lower out"]!.ToJsonString());
        Assert.Equal("[104,122.5]", Properties(totals, 1)["true out"]!.ToJsonString());
        Assert.Equal(Square, Features(totals)[0]!["geometry"]!.ToJsonString());
    }

    private static ZoneTotal[][] Slot(double flow) =>
        [[Total(flow), Total(flow + 1)], [Total(flow + 100), Total(flow + 101)]];

    private static ZoneTotal Total(double flow) => new(flow, flow - 0.5, flow + 0.5, flow + 1.5);

    private static JsonArray Features(ZoneTotals totals) =>
        JsonNode.Parse(Written(stream => ZoneGeoJson.Write(stream, totals)))!["features"]!.AsArray();

    private static JsonObject Properties(ZoneTotals totals, int zone) => Features(totals)[zone]!["properties"]!.AsObject();

    private static string Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
