using System.Globalization;
using CsCheck;
using FineFlow.Core;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class TraceTests
{
    /// <summary>Vehicles' seconds and cells, in and around the box; many rows of a vehicle have equal times.</summary>
    private static readonly Gen<(int Vehicle, int Second, int X, int Y)[]> Tracks =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 59], Gen.Int[-5, 4], Gen.Int[-5, 4]).Array[2, 60];

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
            folder, "a,2024-01-01 10:00:00,0.5,7.5", "a,2024-01-01 10:05:00,1.5,7.5", "a,2024-01-01 10:05:00,1.5,7.5",
            "a,2024-01-01 10:10:01,2.5,7.5",
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
        var flow = Traces(
            folder, "a,2024-01-01 10:00,-5,7.5", "a,2024-01-01 10:01,-6,7.5", "a,2024-01-01 10:02,0.5,7.5", "a,2024-01-01 10:03,0.5,9");
        Assert.Equal((1, 1), (flow.At("2024-01-01 10:00", 0, 0, 0), flow.At("2024-01-01 10:00", 0, 0, 1)));
        Assert.All(flow.Report.Channels, channel => Assert.Equal(
            new() { [DropReason.FirstPosition] = 1, [DropReason.OutOfBox] = 2 }, new Dictionary<DropReason, long>(channel.Dropped)));
    }

    [Fact]
    public void Equal_times_of_a_vehicle_keep_the_order_of_the_file()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(
            folder, "traces.csv", "vehicle,time,lon,lat", "a,2026-09-02 20:15:30,-123.005,44.07", "a,2026-09-02 20:15:39,-123.005,44.08",
            "a,2026-09-02 20:15:39,-123.015,44.07", "a,2026-09-02 20:15:45,-123.015,44.07");
        var options = Flows.Options(GridKind.Traces, file) with
        {
            Box = new() { West = -123.04, South = 44, East = -122.96, North = 44.1 },
            Rows = 2,
            TimeProvider = new Later(),
        };
        Assert.Equal(1, Flows.Build(options).Report.Channels[0].Counted);
    }

    [Fact]
    public void Equal_times_of_a_vehicle_keep_the_order_of_the_files()
    {
        using var folder = new TemporaryFolder();
        const string Header = "vehicle,time,lon,lat";
        var east = Flows.Write(folder, "z.csv", Header, "a,2024-01-01 10:00,4.5,1.5", "a,2024-01-01 10:01,4.5,1.5");
        var west = Flows.Write(folder, "a.csv", Header, "a,2024-01-01 10:01,2.5,1.5", "a,2024-01-01 10:02,2.5,1.5");
        Assert.Equal(1, Flows.Build(Flows.Options(GridKind.Traces, east, west)).Report.Channels[0].Counted);
        Assert.Equal(3, Flows.Build(Flows.Options(GridKind.Traces, west, east)).Report.Channels[0].Counted);
    }

    [Fact]
    public void A_fix_that_comes_again_at_its_time_is_dropped_also_after_another()
    {
        using var folder = new TemporaryFolder();
        var flow = Traces(
            folder, "a,2024-01-01 10:00,1,1", "a,2024-01-01 10:00,2,1", "a,2024-01-01 10:00,1,1", "b,2024-01-01 10:00,1,1",
            "a,2024-01-01 10:01,2,1");
        Assert.All(flow.Report.Channels, channel => Assert.Equal(
            new() { [DropReason.FirstPosition] = 2, [DropReason.Duplicate] = 1, [DropReason.SameCell] = 1 },
            new Dictionary<DropReason, long>(channel.Dropped)));
    }

    [Theory]
    [InlineData("traces.parquet")]
    [InlineData("traces.csv")]
    public void A_long_file_keeps_its_order_too(string name)
    {
        const int Rows = 600_000, RowsAtOnce = 20;
        using var folder = new TemporaryFolder();
        var query = $"SELECT 'v' || i % 2 AS vehicle, TIMESTAMP '2024-01-01 00:00:00' + to_seconds(i // {RowsAtOnce}) AS time, "
            + "hash(i) % 8 + 0.5::DOUBLE AS lon, hash(i + 1) % 8 + 0.001 + i * 1e-7::DOUBLE AS lat, repeat('x', 60) AS note "
            + $"FROM range({Rows}) r(i)";
        var file = name == "traces.csv" ? Compressed.Csv(folder, name, query) : Compressed.Parquet(folder, name, query);
        var flow = Flows.Build(Flows.Options(GridKind.Traces, file));

        var (crossings, last) = (0L, new[] { -1, -1 });
        var i = 0;
        foreach (var (longitude, latitude) in Compressed.Rows(query, row => (row.GetDouble(2), row.GetDouble(3))))
        {
            var cell = (int)(8 - latitude) * 8 + (int)longitude;
            crossings += last[i % 2] >= 0 && last[i % 2] != cell ? 1 : 0;
            last[i++ % 2] = cell;
        }

        Assert.Equal(Rows, i);
        Assert.Equal(crossings, flow.Report.Channels[1].Counted);
    }

    [Fact]
    public void A_mirrored_track_has_mirrored_counts() => Tracks.Sample(
        rows =>
        {
            var straight = Mirrored(rows, 1, 1);
            var (eastWest, southNorth) = (Mirrored(rows, -1, 1), Mirrored(rows, 1, -1));
            for (var cell = 0; straight is not null && cell < 64; cell++)
            {
                var (row, column) = (cell / 8, cell % 8);
                for (var channel = 0; channel < 2; channel++)
                {
                    var expected = straight.At("2024-01-01 10:00", row, column, channel);
                    Assert.Equal(expected, eastWest!.At("2024-01-01 10:00", row, 7 - column, channel));
                    Assert.Equal(expected, southNorth!.At("2024-01-01 10:00", 7 - row, column, channel));
                }
            }
        },
        iter: 15);

    /// <summary>Counts in a box around 0,0 with cells of 0.1 degrees; null where no vehicle crosses an edge.</summary>
    private static GriddedFlow? Mirrored((int Vehicle, int Second, int X, int Y)[] rows, int right, int up)
    {
        using var folder = new TemporaryFolder();
        var lines = rows.Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"v{row.Vehicle},2024-01-01 10:00:{row.Second:00},{right * (2 * row.X + 1) * 0.05m},{up * (2 * row.Y + 1) * 0.05m}"));
        var options = Flows.Options(GridKind.Traces, Flows.Write(folder, "traces.csv", ["vehicle,time,lon,lat", .. lines]));
        try
        {
            return Flows.Build(options with { Box = new() { West = -0.4, South = -0.4, East = 0.4, North = 0.4 } });
        }
        catch (BadInputException failure) when (failure.Message.Contains("no row is left", StringComparison.Ordinal)
            || failure.Message.Contains("outside the box", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static GriddedFlow Traces(TemporaryFolder folder, params string[] rows) =>
        Flows.Build(Flows.Options(GridKind.Traces, Flows.Write(folder, "traces.csv", ["vehicle,time,lon,lat", .. rows])));

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
