using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Proposals;
using FineFlow.Ingest.Tests.Grid;
using static System.FormattableString;

namespace FineFlow.Ingest.Tests;

public sealed class ProposalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Start Time,Start Station Latitude,Start Station Longitude,Stop Time,End Station Latitude,End Lon", GridKind.Trips)]
    [InlineData("tpep_pickup_datetime,pickup_longitude,pickup_latitude,fare", GridKind.Events)]
    [InlineData("Date/Time,Lat,Lon,Base", GridKind.Events)]
    public void What_a_row_is_follows_from_its_columns(string header, GridKind kind)
    {
        string[] row = [.. header.Split(',').Select(Value)];

        Assert.Equal(kind, Propose(header, [string.Join(',', row), string.Join(',', row)]).Options.Kind);
    }

    [Theory]
    [InlineData(20, GridKind.Traces)]
    [InlineData(1, GridKind.Events)]
    public void Rows_with_a_vehicle_are_traces_where_it_has_many(int rowsOfVehicle, GridKind kind)
    {
        var rows = Enumerable.Range(0, 60).Select(row => Invariant(
            $"cab{row / rowsOfVehicle},2024-01-01 10:{row:00}:00,{-73.99 + (row * 0.001)},{40.7 + (row * 0.001)}"));

        Assert.Equal(kind, Propose("vehicle,time,lon,lat", [.. rows]).Options.Kind);
    }

    [Fact]
    public void Rows_that_may_be_either_are_asked_for()
    {
        var rows = Enumerable.Range(0, 60).Select(row => Invariant($"c{row / 3},2024-01-01 10:{row:00}:00,-73.99,40.7")).ToArray();

        AssertRefused("vehicle,time,lon,lat", rows, "does not show whether a row is an event or a vehicle's position", "Kind");
    }

    [Fact]
    public void Trips_between_zones_are_refused_with_the_reason() => AssertRefused(
        "tpep_pickup_datetime,tpep_dropoff_datetime,PULocationID,DOLocationID",
        ["2024-01-01 10:00:00,2024-01-01 10:20:00,161,236"],
        "tells places by zones alone ('PULocationID')",
        setting: null);

    [Fact]
    public void Cells_are_about_square_and_blocks_have_rows()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 24 * 400).Select(row => Invariant(
            $"2024-01-01 {row % 24:00}:{row / 24 % 60:00}:00,{5 + (0.4 * random.NextDouble())},{60 + (0.1 * random.NextDouble())}"))
            .ToArray();

        var options = Propose("time,lon,lat", rows).Options;

        // At 60 degrees north a degree of longitude is half as long as one of latitude: 22 by 11 kilometres.
        var box = options.Box!;
        var width = (box.East - box.West) * Math.Cos(60.05 * Math.PI / 180) / options.ColumnCount;
        Assert.Equal(1, width / ((box.North - box.South) / options.Rows), 0.02);
        Assert.InRange(options.Rows * options.ColumnCount / 16, 100, 300);
        Assert.Equal((60, 4), (options.SlotMinutes, options.Factor));
        Assert.True(box.West <= 5.005 && box.East >= 5.395 && box.South <= 60.002 && box.North >= 60.098);
    }

    [Fact]
    public void What_is_said_stays()
    {
        var file = Flows.Write(_folder, "a.csv", "time,lon,lat", "2024-01-01 10:00:00,1.06,0.5", "2024-01-01 10:00:00,1.07,0.6");
        var given = Flows.Options(GridKind.Events, file) with { Rows = 12, ColumnCount = 20, SlotMinutes = 15 };

        var options = GridProposal.For(
            given, new HashSet<string> { "Kind", "Rows", "SlotMinutes" }, TestContext.Current.CancellationToken).Options;

        Assert.Equal((12, 20, 15, Flows.Box), (options.Rows, options.ColumnCount, options.SlotMinutes, options.Box!));
    }

    [Theory]
    [InlineData(10, "7:1:2", "the last 2 days are for the test, 24 hours before them for validation")]
    [InlineData(200, "3648:480:672", "the last 28 days are for the test, 20 days before them for validation")]
    [InlineData(365, "7416:672:672", "the last 28 days are for the test, 28 days before them for validation")]
    public void Validation_and_test_are_four_weeks_at_most(int days, string split, string why)
    {
        var (rule, choice) = SplitProposal.For(days);

        Assert.Equal((split, why, "Split"), (choice.Value, choice.Why, choice.Setting));
        Assert.Equal(split, Invariant($"{rule.Train}:{rule.Valid}:{rule.Test}"));
    }

    [Theory]
    [InlineData(37.76, -122.44, "America/Los_Angeles")]
    [InlineData(40.75, -73.98, "America/New_York")]
    [InlineData(51.5, -0.1, "Europe/London")]
    [InlineData(31.2, 121.5, "Asia/Shanghai")]
    [InlineData(-23.55, -46.63, "America/Sao_Paulo")]
    public void A_place_tells_its_time_zone(double latitude, double longitude, string zone) =>
        Assert.Equal(zone, ZoneOfPlace.Find(Around(latitude, longitude)));

    [Theory]
    [InlineData(36.17, -115.14)]
    [InlineData(36.16, -86.78)]
    public void A_place_between_two_clocks_is_asked_for(double latitude, double longitude)
    {
        var refused = Assert.Throws<BadInputException>(() => ZoneOfPlace.Find(Around(latitude, longitude)));

        Assert.Equal("Zone", refused.Setting);
        Assert.Contains("the place does not tell it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Instants_get_the_zone_of_their_place_and_the_choice_says_so()
    {
        var proposal = Propose("time,lon,lat", ["1211018404,-122.44,37.76", "1211019404,-122.43,37.75"]);

        Assert.Equal("America/Los_Angeles", proposal.Options.Zone);
        Assert.Contains(proposal.Choices, choice => choice is { What: "time zone", Setting: "Zone" });
    }

    private static BoundingBox Around(double latitude, double longitude) =>
        new() { South = latitude - 0.1, North = latitude + 0.1, West = longitude - 0.1, East = longitude + 0.1 };

    private static string Value(string name) =>
        name.Contains("Lat", StringComparison.OrdinalIgnoreCase) ? "40.7"
        : name.Contains("Lon", StringComparison.OrdinalIgnoreCase) ? "-73.99"
        : name.Contains("time", StringComparison.OrdinalIgnoreCase) ? "2024-01-31 10:00:00" : "7";

    private GridProposal Propose(string header, string[] rows)
    {
        var file = Flows.Write(_folder, "a.csv", [header, .. rows]);
        var given = new GridOptions { Inputs = [file], Kind = GridKind.Events, Limits = new() { MemoryMegabytes = 256, Threads = 2 } };
        return GridProposal.For(given, new HashSet<string>(), TestContext.Current.CancellationToken);
    }

    private void AssertRefused(string header, string[] rows, string problem, string? setting)
    {
        var refused = Assert.Throws<BadInputException>(() => Propose(header, rows));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Equal(setting, refused.Setting);
    }
}
