using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class TraceTests
{
    [Fact]
    public void A_change_of_cells_flows_out_of_the_first_and_into_the_second_in_the_slot_of_the_later_fix()
    {
        using var folder = new TemporaryFolder();
        var flow = Traces(folder, "a,2024-01-01 10:58,0.5,7.5", "a,2024-01-01 11:02,5.5,7.5", "a,2024-01-01 11:03,5.6,7.6");
        Assert.Equal((1, 0), (flow.At("2024-01-01 11:00", 0, 0, 0), flow.At("2024-01-01 11:00", 0, 5, 0)));
        Assert.Equal((0, 1), (flow.At("2024-01-01 11:00", 0, 0, 1), flow.At("2024-01-01 11:00", 0, 5, 1)));
        Assert.All(flow.Report.Channels, channel => Assert.Equal(
            new() { [DropReason.FirstPosition] = 1, [DropReason.SameCell] = 1 }, new Dictionary<DropReason, long>(channel.Dropped)));
        Flows.AssertAccounted(flow);
    }

    [Fact]
    public void The_order_of_the_file_and_the_mixing_of_vehicles_do_not_matter()
    {
        using var folder = new TemporaryFolder();
        string[] rows =
        [
            "a,2024-01-01 10:01,0.5,7.5", "b,2024-01-01 10:01,3.5,3.5", "a,2024-01-01 10:02,1.5,7.5", "b,2024-01-01 10:02,4.5,3.5",
            "a,2024-01-01 10:03,2.5,7.5", "ab,2024-01-01 10:03,2.5,7.5", "b,2024-01-01 10:03,3.5,3.5",
        ];
        var flow = Traces(folder, rows);
        Assert.Equal(4, flow.Report.Channels[1].Counted);
        Assert.Equal((1, 1), (flow.At("2024-01-01 10:00", 4, 3, 0), flow.At("2024-01-01 10:00", 4, 3, 1)));
        Assert.Equal(flow.Splits[0].Fine.Values, Traces(folder, [.. rows.Reverse()]).Splits[0].Fine.Values);
    }

    [Fact]
    public void Long_gaps_tell_no_way_and_repeated_fixes_nothing_new()
    {
        using var folder = new TemporaryFolder();
        var flow = Traces(
            folder, "a,2024-01-01 10:00:00,0.5,7.5", "a,2024-01-01 10:05:00,1.5,7.5", "a,2024-01-01 10:05:00,1.5,7.5", "a,2024-01-01 10:10:01,2.5,7.5",
            ",2024-01-01 10:00:00,0.5,7.5");
        Assert.Equal(
            new() { [DropReason.FirstPosition] = 1, [DropReason.Duplicate] = 1, [DropReason.LongGap] = 1, [DropReason.BadVehicle] = 1 },
            new Dictionary<DropReason, long>(flow.Report.Channels[0].Dropped));
        Assert.Equal(1, flow.Report.Channels[0].Counted);
    }

    [Fact]
    public void Coming_from_outside_is_inflow_alone_and_leaving_is_outflow_alone()
    {
        using var folder = new TemporaryFolder();
        var flow = Traces(folder, "a,2024-01-01 10:00,-5,7.5", "a,2024-01-01 10:01,-6,7.5", "a,2024-01-01 10:02,0.5,7.5", "a,2024-01-01 10:03,0.5,9");
        Assert.Equal((1, 1), (flow.At("2024-01-01 10:00", 0, 0, 0), flow.At("2024-01-01 10:00", 0, 0, 1)));
        Assert.All(flow.Report.Channels, channel => Assert.Equal(
            new() { [DropReason.FirstPosition] = 1, [DropReason.OutOfBox] = 2 }, new Dictionary<DropReason, long>(channel.Dropped)));
    }

    private static GriddedFlow Traces(TemporaryFolder folder, params string[] rows) =>
        Flows.Build(Flows.Options(GridKind.Traces, Flows.Write(folder, "traces.csv", ["vehicle,time,lon,lat", .. rows])));
}
