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

    [Fact]
    public void Each_end_outside_the_box_is_dropped_alone_and_bad_trips_as_a_whole()
    {
        using var folder = new TemporaryFolder();
        var flow = Trips(
            folder, new(),
            "2024-01-01 10:00,1,1,2024-01-01 10:30,99,1",
            "2024-01-01 10:00,99,1,2024-01-01 10:30,1,1",
            "2024-01-01 10:00,1,1,2024-01-01 09:30,1,1",
            "2024-01-01 10:00,1,1,,1,1",
            "2024-01-01 10:00,1,1,2024-01-01 10:30,1,");
        foreach (var channel in flow.Report.Channels)
        {
            Assert.Equal(1, channel.Counted);
            Assert.Equal(
                new() { [DropReason.OutOfBox] = 1, [DropReason.EndsBeforeStart] = 1, [DropReason.BadTime] = 1, [DropReason.BadPosition] = 1 },
                new Dictionary<DropReason, long>(channel.Dropped));
        }
    }

    [Theory]
    [InlineData(FlowDirections.Out, "outflow", 0, 1, 0)]
    [InlineData(FlowDirections.In, "inflow", 7, 0, 1)]
    public void One_channel_alone_counts_its_end_alone(FlowDirections directions, string channel, int row, int early, int late)
    {
        using var folder = new TemporaryFolder();
        var flow = Trips(
            folder, new() { Weight = "n" }, directions, "started_at,start_lng,start_lat,ended_at,end_lng,end_lat,n", "2024-01-01 10:50,0.5,7.5,2024-01-01 11:10,0.5,0.5,6");
        Assert.Equal([channel], flow.Manifest.Channels);
        Assert.Equal((6 * early, 6 * late), (Math.Max(flow.At("2024-01-01 10:00", row, 0), 0), Math.Max(flow.At("2024-01-01 11:00", row, 0), 0)));
    }

    [Fact]
    public void Ends_with_a_zone_and_starts_without_are_refused()
    {
        using var folder = new TemporaryFolder();
        var failure = Assert.Throws<BadInputException>(() => Trips(folder, new(), "2024-01-01 10:50:00,0.5,7.5,2024-01-01T11:10:00Z,7.5,0.5"));
        Assert.Contains("'started_at' and 'ended_at'", failure.Message, StringComparison.Ordinal);
    }

    private static GriddedFlow Trips(TemporaryFolder folder, GridColumns columns, params string[] rows) =>
        Trips(folder, columns, FlowDirections.Both, [Header, .. rows]);

    private static GriddedFlow Trips(TemporaryFolder folder, GridColumns columns, FlowDirections directions, params string[] lines) =>
        Flows.Build(Flows.Options(GridKind.Trips, Flows.Write(folder, "trips.csv", lines)) with { Columns = columns, Directions = directions });
}
