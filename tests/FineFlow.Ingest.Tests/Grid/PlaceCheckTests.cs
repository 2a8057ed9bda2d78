using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class PlaceCheckTests
{
    private static readonly BoundingBox NewYork = new() { West = -74.1, South = 40.6, East = -73.75, North = 40.9 };

    [Fact]
    public void Exchanged_columns_are_named_with_the_share_the_place_and_the_option()
    {
        var message = Refusal("time,lon,lat", -73.98, 40.75, new() { Longitude = "lat", Latitude = "lon" }, NewYork);
        Assert.EndsWith(
            "50 of 50 points (100 %) lie outside the box -74.1,40.6,-73.75,40.9 (west, south, east, north); "
            + "most lie between 40.75 and 40.8 in longitude and between -73.981 and -73.931 in latitude, "
            + "and 50 would lie in the box with longitude and latitude exchanged; "
            + "longitude and latitude look swapped: exchange their columns, or give the box as west,south,east,north",
            message, StringComparison.Ordinal);
    }

    [Fact]
    public void So_is_a_box_of_exchanged_edges() => Assert.Contains(
        "give the box as west,south,east,north",
        Refusal("time,lon,lat", -73.98, 40.75, new(), new() { West = 40.6, South = -74.1, East = 40.9, North = -73.75 }),
        StringComparison.Ordinal);

    [Fact]
    public void A_few_points_that_are_in_the_box_by_chance_do_not_hide_it()
    {
        using var folder = new TemporaryFolder();
        string[] rows = [.. Rows(-73.98, 40.75, 50), "2024-01-01 10:00,40.7,-74"];
        var options = Flows.Options(GridKind.Events, Flows.Write(folder, "events.csv", ["time,lat,lon", .. rows])) with { Box = NewYork };
        var message = Assert.Throws<BadInputException>(() => Flows.Build(options)).Message;
        Assert.Contains("50 of 51 points (98 %)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_box_elsewhere_is_not_called_exchanged()
    {
        var message = Refusal("time,lon,lat", 13.4, 52.5, new(), NewYork);
        const string Words = "most lie between 13.4 and 13.45 in longitude and between 52.499 and 52.549 in latitude; give a box";
        Assert.Contains(Words, message, StringComparison.Ordinal);
        Assert.DoesNotContain("swapped", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(116.4, 39.9, "50 rows have a latitude beyond 90 degrees that would do for a longitude; longitude and latitude look")]
    [InlineData(-73.98, 40.75, "in latitude, where no city is; longitude and latitude look swapped")]
    [InlineData(88.36, 22.57, "in latitude, where no city is; longitude and latitude look swapped")]
    public void Exchanged_columns_are_named_where_the_box_is_to_be_found(double longitude, double latitude, string words) =>
        Assert.Contains(words, Refusal("time,lat,lon", longitude, latitude, new(), null), StringComparison.Ordinal);

    [Fact]
    public void Exchanged_options_are_named_where_the_places_could_be_right() => Assert.Contains(
        "column 'Lat' is named for the longitude and 'Lon' for the latitude; longitude and latitude look swapped: exchange their columns",
        Refusal("time,Lon,Lat", 13.4, 52.5, new() { Longitude = "Lat", Latitude = "Lon" }, null), StringComparison.Ordinal);

    [Fact]
    public void Latitudes_beyond_the_earth_are_named_with_a_box_too() => Assert.Contains(
        "50 rows have a latitude beyond 90 degrees that would do for a longitude; longitude and latitude look swapped",
        Refusal("time,lat,lon", 116.4, 39.9, new(), new() { West = 116, South = 39, East = 117, North = 40 }), StringComparison.Ordinal);

    [Fact]
    public void A_minority_of_exchanged_rows_is_reported()
    {
        using var folder = new TemporaryFolder();
        string[] rows = [.. Rows(-73.98, 40.75, 40), .. Rows(40.75, -73.98, 9)];
        var file = Flows.Write(folder, "events.csv", ["time,lon,lat", .. rows]);
        var flow = Flows.Build(Flows.Options(GridKind.Events, file) with { Box = NewYork });
        Assert.Equal((40, 9), (flow.Report.Channels[0].Counted, flow.Report.ExchangedPlaces));
    }

    [Fact]
    public void Every_reason_has_words_of_its_own()
    {
        var words = Enum.GetValues<DropReason>().Select(reason => reason.Words()).ToArray();
        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.All(Enum.GetNames<DropReason>(), name => Assert.DoesNotContain(name, words));
    }

    [Fact]
    public void A_file_whose_rows_are_all_dropped_is_refused_in_words()
    {
        using var folder = new TemporaryFolder();
        var options = Flows.Options(GridKind.Events, Flows.Write(folder, "events.csv", ["time,lon,lat", .. Rows(1, 1, 24)]));
        var message = Assert.Throws<BadInputException>(() => Flows.Build(options with { From = new(2025, 1, 1) })).Message;
        Assert.EndsWith("no row is left to count: 24 outside the days asked for", message, StringComparison.Ordinal);
    }

    private static string Refusal(string header, double longitude, double latitude, GridColumns columns, BoundingBox? box)
    {
        using var folder = new TemporaryFolder();
        var options = Flows.Options(GridKind.Events, Flows.Write(folder, "events.csv", [header, .. Rows(longitude, latitude, 50)]));
        options = options with { Columns = columns, Box = box, MaxBadShare = 0.1 };
        return Assert.Throws<BadInputException>(() => Flows.Build(options)).Message;
    }

    /// <summary>Rows at a place and at every thousandth of a degree north-east of it.</summary>
    private static IEnumerable<string> Rows(double longitude, double latitude, int rows) => Enumerable.Range(0, rows).Select(i =>
        FormattableString.Invariant($"2024-01-01 10:00,{(decimal)longitude + i * 0.001m},{(decimal)latitude + i * 0.001m}"));
}
