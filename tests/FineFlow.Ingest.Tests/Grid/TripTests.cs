using FineFlow.Core;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class TripTests
{
    private const string Header = "started_at,start_lng,start_lat,ended_at,end_lng,end_lat";

    [Fact]
    public void A_trip_flows_out_where_and_when_it_starts_and_in_where_and_when_it_ends()
    {
        using var folder = new TemporaryFolder();
        var flow = Trips(folder, new(), "2024-01-01 10:50,0.5,7.5,2024-01-01 11:10,7.5,0.5");
        Assert.Equal(["outflow", "inflow"], flow.Manifest.Channels);
        Assert.Equal((1, 0), (flow.At("2024-01-01 10:00", 0, 0, 0), flow.At("2024-01-01 10:00", 7, 7, 1)));
        Assert.Equal((0, 1), (flow.At("2024-01-01 11:00", 0, 0, 0), flow.At("2024-01-01 11:00", 7, 7, 1)));
        Flows.AssertAccounted(flow);
    }

    [Theory]
    [InlineData("2024-01-01 10:30,99,1", DropReason.OutOfBox)]
    [InlineData("2024-01-01 10:30,0,0", DropReason.OutOfBox)]
    [InlineData("2024-01-01 10:30,,", DropReason.BadPosition)]
    [InlineData("2024-01-01 10:30,,1", DropReason.BadPosition)]
    [InlineData("2024-01-01 10:30,1,", DropReason.BadPosition)]
    [InlineData("2024-01-01 10:30,NULL,null", DropReason.BadPosition)]
    [InlineData("2024-01-01 10:30,nan,1", DropReason.BadPosition)]
    [InlineData("2024-01-01 10:30,181,1", DropReason.BadPosition)]
    [InlineData(",1,1", DropReason.BadTime)]
    [InlineData("soon,1,1", DropReason.BadTime)]
    [InlineData("1970-01-01 00:00,1,1", DropReason.BadTime)]
    [InlineData("1900-01-01 00:00,1,1", DropReason.BadTime)]
    [InlineData("2999-01-01 10:30,1,1", DropReason.Future)]
    [InlineData(",,", DropReason.BadTime)]
    public void Each_end_stands_for_itself(string other, DropReason reason)
    {
        using var folder = new TemporaryFolder();
        string[] sound = ["2024-01-01 10:00,1,1,2024-01-01 10:10,2,2", "2024-01-01 10:00,3,3,2024-01-01 10:10,4,4"];
        var end = Trips(folder, new(), [.. sound, $"2024-01-01 10:20,5,5,{other}"]);
        Assert.Equal((3, 2), (end.Report.Channels[0].Counted, end.Report.Channels[1].Counted));
        Assert.Equal(1, end.At("2024-01-01 10:00", 3, 5, 0));
        Assert.Equal(new() { [reason] = 1 }, new Dictionary<DropReason, long>(end.Report.Channels[1].Dropped));
        Flows.AssertAccounted(end);

        var start = Trips(folder, new(), [.. sound, $"{other},2024-01-01 10:40,5,5"]);
        Assert.Equal((2, 3), (start.Report.Channels[0].Counted, start.Report.Channels[1].Counted));
        Assert.Equal(1, start.At("2024-01-01 10:00", 3, 5, 1));
        Assert.Equal(new() { [reason] = 1 }, new Dictionary<DropReason, long>(start.Report.Channels[0].Dropped));
        Flows.AssertAccounted(start);
    }

    [Fact]
    public void Parquet_without_a_value_loses_that_end_alone()
    {
        using var folder = new TemporaryFolder();
        var file = Compressed.Parquet(
            folder, "trips.parquet",
            "SELECT TIMESTAMP '2024-01-01 10:00:00' AS started_at, 1.0 AS start_lng, 1.0 AS start_lat, "
            + "unnest([TIMESTAMP '2024-01-01 10:30:00', NULL, TIMESTAMP '2024-01-01 10:30:00']) AS ended_at, "
            + "unnest([2.0, 2.0, NULL]) AS end_lng, 2.0 AS end_lat");
        var flow = Flows.Build(Flows.Options(GridKind.Trips, file));
        Assert.Equal((3, 1), (flow.Report.Channels[0].Counted, flow.Report.Channels[1].Counted));
        Assert.Equal(
            new() { [DropReason.BadTime] = 1, [DropReason.BadPosition] = 1 },
            new Dictionary<DropReason, long>(flow.Report.Channels[1].Dropped));
    }

    [Fact]
    public void What_is_wrong_with_the_trip_concerns_both_ends_and_each_has_its_own_reason_first()
    {
        using var folder = new TemporaryFolder();
        var flow = Trips(
            folder, new() { Weight = "n" }, FlowDirections.Both, Header + ",n",
            "2024-01-01 10:00,1,1,2024-01-01 10:30,1,1,1",
            "2024-01-01 10:00,1,1,2024-01-01 09:30,1,1,1",
            "2024-01-01 10:00,1,1,2024-01-01 09:30,,,1",
            "2024-01-01 10:00,1,1,2024-01-01 10:30,1,1,x",
            "2024-01-01 10:00,1,1,,1,1,x");
        Assert.Equal(
            new() { [DropReason.EndsBeforeStart] = 2, [DropReason.BadWeight] = 2 },
            new Dictionary<DropReason, long>(flow.Report.Channels[0].Dropped));
        Assert.Equal(
            new() { [DropReason.EndsBeforeStart] = 1, [DropReason.BadPosition] = 1, [DropReason.BadWeight] = 1, [DropReason.BadTime] = 1 },
            new Dictionary<DropReason, long>(flow.Report.Channels[1].Dropped));
        Flows.AssertAccounted(flow);
    }

    [Theory]
    [InlineData(FlowDirections.Out, 0)]
    [InlineData(FlowDirections.In, 2)]
    [InlineData(FlowDirections.Both, 0)]
    public void A_row_is_bad_if_no_end_that_is_counted_is_known(FlowDirections directions, int bad)
    {
        using var folder = new TemporaryFolder();
        string[] lines =
            [Header, "2024-01-01 10:00,1,1,,,", "2024-01-01 10:00,1,1,2024-01-01 10:30,,", "2024-01-01 10:00,1,1,2024-01-01 10:30,1,1"];
        Assert.Equal(bad, Trips(folder, new(), directions, lines).Report.BadRows.Count);
        var strict = Flows.Options(GridKind.Trips, folder.File("trips.csv")) with { Directions = directions, MaxBadShare = 0.1 };
        var failure = Record.Exception(() => Flows.Build(strict));
        Assert.Equal(bad > 0, failure?.Message.Contains("2 of 3 rows are bad", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("2024-01-01 10:00,1,1,,,", 1, 0)]
    [InlineData("2024-01-01 10:00,1,1,NULL,NULL,NULL", 1, 0)]
    [InlineData("2024-01-01 10:00,1,1,2024-01-01 10:30,,", 1, 0)]
    [InlineData("2024-01-01 10:00,1,1,2024-01-01 10:30,0,0", 1, 0)]
    [InlineData(",,,2024-01-01 10:00,1,1", 0, 1)]
    [InlineData("null,null,null,2024-01-01 10:00,1,1", 0, 1)]
    [InlineData("2024-01-01 10:30,0,0,2024-01-01 10:30,1,1", 0, 1)]
    public void One_end_alone_is_enough(string row, int starts, int ends)
    {
        using var folder = new TemporaryFolder();
        var options = Flows.Options(GridKind.Trips, Flows.Write(folder, "trips.csv", Header, row)) with { MaxBadShare = 0 };
        var report = Flows.Build(options).Report;
        Assert.Equal((starts, ends), (report.Channels[0].Counted, report.Channels[1].Counted));
    }

    [Theory]
    [InlineData("2024-01-01 10:00,1,1,2024-01-01 10:30,far,away", "ends")]
    [InlineData("2024-01-01 10:00,1,1,2999-01-01 10:30,1,1", "ends")]
    [InlineData("2024-01-01 10:00,91,91,2024-01-01 10:30,1,1", "starts")]
    public void Ends_that_hold_something_else_are_refused(string row, string ends)
    {
        using var folder = new TemporaryFolder();
        string[] lines = [Header, .. Enumerable.Repeat("2024-01-01 10:00,1,1,2024-01-01 10:30,1,1", 8), "2024-01-01 10:00,1,1,,,", row];
        var options = Flows.Options(GridKind.Trips, Flows.Write(folder, "trips.csv", lines)) with { MaxBadShare = 0.05 };
        var message = Assert.Throws<BadInputException>(() => Flows.Build(options)).Message;
        Assert.Contains($"1 of 10 {ends} of trips", message, StringComparison.Ordinal);
        Assert.NotEmpty(Flows.Build(options with { MaxBadShare = 0.1 }).Splits);
    }

    [Theory]
    [InlineData(FlowDirections.Out, "outflow", 0, 1, 0)]
    [InlineData(FlowDirections.In, "inflow", 7, 0, 1)]
    public void One_channel_alone_counts_its_end_alone(FlowDirections directions, string channel, int row, int early, int late)
    {
        using var folder = new TemporaryFolder();
        var flow = Trips(
            folder, new() { Weight = "n" }, directions, "started_at,start_lng,start_lat,ended_at,end_lng,end_lat,n",
            "2024-01-01 10:50,0.5,7.5,2024-01-01 11:10,0.5,0.5,6");
        Assert.Equal([channel], flow.Manifest.Channels);
        Assert.Equal(
            (6 * early, 6 * late), (Math.Max(flow.At("2024-01-01 10:00", row, 0), 0), Math.Max(flow.At("2024-01-01 11:00", row, 0), 0)));
    }

    [Fact]
    public void Ends_with_a_zone_and_starts_without_are_refused()
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.Throws<BadInputException>(
            () => Trips(folder, new(), "2024-01-01 10:50:00,0.5,7.5,2024-01-01T11:10:00Z,7.5,0.5"));
        Assert.Contains("'started_at' and 'ended_at'", failure.Message, StringComparison.Ordinal);
    }

    private static GriddedFlow Trips(TemporaryFolder folder, GridColumns columns, params string[] rows) =>
        Trips(folder, columns, FlowDirections.Both, [Header, .. rows]);

    private static GriddedFlow Trips(TemporaryFolder folder, GridColumns columns, FlowDirections directions, params string[] lines) =>
        Flows.Build(
            Flows.Options(GridKind.Trips, Flows.Write(folder, "trips.csv", lines)) with { Columns = columns, Directions = directions });
}
