using FineFlow.Core.Datasets;

namespace FineFlow.Core.Tests.Datasets;

public sealed class DatasetManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("dataset.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_field_is_read()
    {
        var manifest = Read("""
            {
              "name": "n", "description": "d", "source": "s", "scale_factor": 4, "channels": ["inflow", "outflow"],
              "units": "u", "slot_minutes": 30, "withheld_below": 5,
              "bounding_box": {"south": 37.7, "north": 37.8, "west": -122.5, "east": -122.4}, "crs": "EPSG:4326",
              "first_slot": "2008-05-17T00:30:00", "externals": ["a", "b", "c", "d", "e", "f", "g"],
              "checksums": {"train/X.npy": "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef"}
            }
            """);
        Assert.Equal(("n", "d", "s", 4, "u", 30, 5), (
            manifest.Name, manifest.Description, manifest.Source, manifest.ScaleFactor, manifest.Units, manifest.SlotMinutes,
            manifest.WithheldBelow));
        Assert.Equal(["inflow", "outflow"], manifest.Channels!);
        Assert.Equal(new BoundingBox { South = 37.7, North = 37.8, West = -122.5, East = -122.4 }, manifest.BoundingBox);
        Assert.Equal("EPSG:4326", manifest.Crs);
        Assert.Equal(new DateTime(2008, 5, 17, 0, 30, 0), manifest.FirstSlot);
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g"], manifest.Externals!.Names);
        Assert.True(manifest.Externals.IsTaxiBj);
        Assert.Equal(["train/X.npy"], manifest.Checksums!.Keys);
    }

    [Fact]
    public void Nothing_is_required_and_unknown_fields_are_ignored()
    {
        var manifest = Read("""{"time_npy": "seconds", "more": {"deep": [1, null]}, "externals": []}""");
        Assert.Null(manifest.Name);
        Assert.Empty(manifest.Externals!.Columns);
    }

    [Theory]
    [InlineData(30, 48)]
    [InlineData(60, 24)]
    [InlineData(24 * 60, 1)]
    [InlineData(7 * 24 * 60, 1)]
    public void A_day_has_as_many_slots_as_fit_and_one_at_least(int minutes, int slots) =>
        Assert.Equal(slots, new DatasetManifest { SlotMinutes = minutes }.SlotsPerDay);

    [Fact]
    public void What_is_written_is_read_back()
    {
        var manifest = new DatasetManifest
        {
            Name = "Zürich \"Nord\"",
            ScaleFactor = 3,
            Channels = ["pickups"],
            SlotMinutes = 15,
            BoundingBox = new() { South = 1_200_000, North = 1_210_000, West = 2_600_000, East = 2_610_000 },
            Crs = "EPSG:2056",
            FirstSlot = new DateTime(2014, 4, 1),
        };
        manifest.Write(File);
        Assert.Equal(manifest with { Channels = null }, DatasetManifest.Read(File) with { Channels = null });
        Assert.Contains("\"slot_minutes\": 15", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        Assert.DoesNotContain("units", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1 is not valid JSON")]
    [InlineData("{\n\"name\": oops}", "line 2 is not valid JSON")]
    [InlineData("{\"name\": \"x\"", "not valid JSON")]
    [InlineData("[]", "JSON object")]
    [InlineData("null", "JSON object")]
    [InlineData("{\"name\": 3}", "name (line 1) has the wrong type")]
    [InlineData("{\n\n\"scale_factor\": \"4\"}", "scale_factor (line 3) has the wrong type")]
    [InlineData("{\"scale_factor\": 4.5}", "scale_factor")]
    [InlineData("{\"scale_factor\": 1}", "scale_factor is 1; at least 2")]
    [InlineData("{\"slot_minutes\": 0}", "slot_minutes is 0; at least 1")]
    [InlineData("{\"withheld_below\": 0}", "withheld_below is 0; missing counts are smaller than a whole number from 1 to 1000000")]
    [InlineData("{\"withheld_below\": 1000001}", "withheld_below is 1000001; missing counts")]
    [InlineData("{\"withheld_below\": 2.5}", "withheld_below (line 1) has the wrong type")]
    [InlineData("{\"channels\": \"inflow\"}", "channels")]
    [InlineData("{\"channels\": []}", "channels must be")]
    [InlineData("{\"channels\": [\"a\", null]}", "channels must be")]
    [InlineData("{\"channels\": [\"a\", \"a\"]}", "channels must be")]
    [InlineData("{\"externals\": \"hour\"}", "externals (line 1) has the wrong type")]
    [InlineData("{\"externals\": [\"hour\"]}", "externals has 1 entries; 7")]
    [InlineData("{\"externals\": [7]}", "externals (line 1) has the wrong type")]
    [InlineData("{\"externals\": [null]}", "externals (line 1) has the wrong type")]
    [InlineData("{\"externals\": [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \" \"]}", "externals[6] has no name")]
    [InlineData(
        "{\"externals\": [{\"name\": \"rain\", \"kind\": \"number\"}, \"hour\"]}", "externals[1] ('hour') has no known kind; columns")]
    [InlineData("{\"externals\": [{\"name\": \"rain\", \"kind\": \"number\"}, {\"kind\": \"hour\"}]}", "externals[1] has no name")]
    [InlineData("{\"externals\": [{\"name\": \"zone\", \"kind\": \"category\"}]}", "externals[0] ('zone') needs a size")]
    [InlineData("{\"externals\": [{\"name\": \"zone\", \"kind\": \"category\", \"size\": 1}]}", "externals[0] ('zone') needs a size")]
    [InlineData("{\"externals\": [{\"name\": \"zone\", \"kind\": \"category\", \"size\": 2.5}]}", "externals (line 1) has the wrong type")]
    [InlineData("{\"externals\": [{\"name\": \"rain\", \"kind\": \"flag\", \"size\": 2}]}", "externals[0] ('rain') has a size")]
    [InlineData("{\"externals\": [{\"name\": \"rain\", \"kind\": \"weather\"}]}", "number, flag, day_of_week, hour, category")]
    [InlineData("{\"bounding_box\": {\"south\": 1, \"north\": 2, \"west\": 3}}", "bounding_box")]
    [InlineData("{\"bounding_box\": {\"south\": 2, \"north\": 1, \"west\": 3, \"east\": 4}}", "south below north")]
    [InlineData("{\"bounding_box\": {\"south\": 1, \"north\": 2, \"west\": 4, \"east\": 4}}", "west below east")]
    [InlineData("{\"bounding_box\": {\"south\": 1, \"north\": 91, \"west\": 3, \"east\": 4}}", "-90 .. 90")]
    [InlineData("{\"bounding_box\": {\"south\": 1, \"north\": 2, \"west\": -181, \"east\": 4}, \"crs\": \"EPSG:4326\"}", "-180 .. 180")]
    [InlineData("{\"first_slot\": \"yesterday\"}", "first_slot")]
    [InlineData("{\"first_slot\": \"2008-05-17T00:00:00Z\"}", "first_slot has a time zone")]
    [InlineData("{\"first_slot\": \"2008-05-17T00:00:00-07:00\"}", "first_slot has a time zone")]
    [InlineData("{\"checksums\": {\"train/X.npy\": \"12\"}}", "checksums['train/X.npy'] is no SHA-256")]
    [InlineData("{\"checksums\": {\"train/X.npy\": null}}", "checksums['train/X.npy'] is no SHA-256")]
    public void A_field_that_is_wrong_is_named(string json, string problem)
    {
        var failure = Assert.Throws<BadInputException>(() => Read(json));
        Assert.Equal(File, failure.InputSource);
        Assert.Contains(problem, failure.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void Degrees_are_no_limit_in_a_projected_system() =>
        Assert.Equal(2e6, Read("""
            {"bounding_box": {"south": 1e6, "north": 2e6, "west": 3e6, "east": 4e6}, "crs": "EPSG:2056"}
            """).BoundingBox!.North);

    [Fact]
    public void A_huge_file_is_not_read()
    {
        var failure = Assert.Throws<BadInputException>(() => Read("{}" + new string(' ', 1 << 20)));
        Assert.Contains("at most 1048576", failure.Message, StringComparison.Ordinal);
    }

    private DatasetManifest Read(string json)
    {
        System.IO.File.WriteAllText(File, json);
        return DatasetManifest.Read(File);
    }
}
