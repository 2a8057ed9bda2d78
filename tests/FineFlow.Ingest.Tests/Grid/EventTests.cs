using CsCheck;
using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class EventTests
{
    private static readonly Gen<(int Minute, double Lon, double Lat)[]> Rows =
        Gen.Select(
            Gen.Int[0, 3 * 1440 - 1],
            Gen.Int[-100, 900],
            Gen.Int[-100, 900],
            (minute, lon, lat) => (minute, lon / 100.0, lat / 100.0)).Array[1, 200];

    [Fact]
    public void Any_events_are_counted_as_an_independent_count_has_them() => Rows.Sample(
        rows =>
        {
            using var folder = new TemporaryFolder();
            var start = new DateTime(2024, 1, 30);
            rows = [.. rows, (0, 4, 4)];
            var flow = Flows.Events(
                folder,
                [.. rows.Select(row => FormattableString.Invariant(
                    $"{start.AddMinutes(row.Minute):yyyy-MM-dd HH:mm:ss},{row.Lon},{row.Lat}"))]);
            Flows.AssertAccounted(flow);

            var inside = rows.Where(row => row.Lon >= 0 && row.Lon < 8 && row.Lat > 0 && row.Lat <= 8).ToArray();
            Assert.Equal(inside.Length, flow.Report.Channels[0].Counted);
            foreach (
                var cell in inside.GroupBy(row => (row.Minute / 60, Row: (int)Math.Floor(8 - row.Lat), Column: (int)Math.Floor(row.Lon))))
            {
                Assert.Equal(cell.Count(), flow.At($"{start.AddHours(cell.Key.Item1):O}", cell.Key.Row, cell.Key.Column));
            }

            var split = flow.Splits[0];
            Assert.Equal(0, ConservationResidual.Of(split.Coarse, split.Fine).Largest);
        },
        iter: 15);

    [Fact]
    public void Weights_are_summed_and_unusable_ones_dropped()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(
            folder, "counts.csv", "time,lon,lat,people",
            "2024-01-01 10:00,0.5,7.5,3", "2024-01-01 10:59,0.5,7.5,4", "2024-01-01 10:30,0.5,7.5,0", "2024-01-01 10:30,0.5,7.5,-1",
            "2024-01-01 10:30,0.5,7.5,1.5", "2024-01-01 10:30,0.5,7.5,", "2024-01-01 10:30,0.5,7.5,many", "2024-01-01 10:30,0.5,7.5,1e9");
        var flow = Flows.Build(Flows.Options(GridKind.Events, file) with { Columns = new() { Weight = "people" } });
        Assert.Equal(7, flow.At("2024-01-01 10:00", 0, 0));
        Assert.Equal((3, 7.0), (flow.Report.Channels[0].Counted, flow.Report.Channels[0].Flow));
        Assert.Equal(5, flow.Report.Channels[0].Dropped[DropReason.BadWeight]);
        Flows.AssertAccounted(flow);
    }

    [Fact]
    public void Equal_rows_count_twice_unless_duplicates_are_to_be_dropped()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(
            folder, "events.csv", "time,lon,lat",
            "2024-01-01 10:00,0.5,7.5", "2024-01-01 10:00,0.6,7.5", "2024-01-01 10:00,0.5,7.5", "2024-01-01 10:00,0.5,7.5");
        Assert.Equal(4, Flows.Build(Flows.Options(GridKind.Events, file)).At("2024-01-01 10:00", 0, 0));
        var once = Flows.Build(Flows.Options(GridKind.Events, file) with { DropDuplicates = true });
        Assert.Equal(2, once.At("2024-01-01 10:00", 0, 0));
        Assert.Equal(2, once.Report.Channels[0].Dropped[DropReason.Duplicate]);
        Flows.AssertAccounted(once);
    }

    [Fact]
    public void The_future_the_past_and_other_hours_and_days_are_dropped_with_their_reason()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(
            folder, "events.csv", "time,lon,lat", "2024-01-01 10:00,1,1", "2024-01-02 06:59,1,1", "2024-01-02 07:00,1,1",
            "2024-01-02 21:59,1,1",
            "2024-01-02 22:00,1,1", "2024-01-03 10:00,1,1", "2999-01-01 10:00,1,1", "1969-12-31 10:00,1,1", "never,1,1");
        var flow = Flows.Build(
            Flows.Options(GridKind.Events, file) with { FromHour = 7, UntilHour = 22, From = new(2024, 1, 2), To = new(2024, 1, 2) });
        var report = flow.Report.Channels[0];
        Assert.Equal(2, report.Counted);
        Assert.Equal(
            new() { [DropReason.BadTime] = 2, [DropReason.Future] = 1, [DropReason.OutOfPeriod] = 2, [DropReason.OutOfHours] = 2 },
            new Dictionary<DropReason, long>(report.Dropped));
        Assert.Equal(new DateTime(2024, 1, 2, 21, 0, 0), flow.Report.Slots.Last);
    }

    [Fact]
    public void Slots_without_enough_rows_are_left_out_or_kept_as_asked()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(
            folder, "events.csv", "time,lon,lat", "2024-01-01 01:00,1,1", "2024-01-01 01:30,1,1", "2024-01-01 03:00,1,1",
            "2024-01-01 05:00,1,1", "2024-01-01 05:01,1,1");
        SlotReport Slots(int least) => Flows.Build(Flows.Options(GridKind.Events, file) with { MinSlotRows = least }).Report.Slots;
        Assert.Equal((5, 0, 0), (Slots(0).Kept, Slots(0).Empty, Slots(0).Thin));
        Assert.Equal((3, 2, 0), (Slots(1).Kept, Slots(1).Empty, Slots(1).Thin));
        Assert.Equal((2, 2, 1), (Slots(2).Kept, Slots(2).Empty, Slots(2).Thin));

        var thin = Flows.Build(Flows.Options(GridKind.Events, file) with { MinSlotRows = 2 });
        Assert.Equal(1, thin.Report.Channels[0].Dropped[DropReason.ThinSlot]);
        Flows.AssertAccounted(thin);
    }

    [Fact]
    public void Counts_that_float32_cannot_hold_exactly_are_refused()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(folder, "counts.csv", ["time,lon,lat,n", .. Enumerable.Repeat("2024-01-01 01:00,1,1,1000000", 17)]);
        var options = Flows.Options(GridKind.Events, file) with { Columns = new() { Weight = "n" } };
        Assert.Contains("16777216", Assert.Throws<BadInputException>(() => Flows.Build(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_bad_rows_are_refused_with_the_first_one()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(
            folder, "events.csv", "time,lon,lat", "2024-01-01 01:00,1,1", "2024-01-01 01:00,x,1", "2024-01-01 01:00,1,1");
        var message = Assert.Throws<BadInputException>(
            () => Flows.Build(Flows.Options(GridKind.Events, file) with { MaxBadShare = 0.3 })).Message;
        Assert.Contains("1 of 3 rows are bad", message, StringComparison.Ordinal);
        const string First = "line 3: without a usable longitude and latitude (time '2024-01-01 01:00', lon 'x', lat '1')";
        Assert.Contains(First, message, StringComparison.Ordinal);
        Assert.Equal(2, Flows.Build(Flows.Options(GridKind.Events, file) with { MaxBadShare = 0.34 }).Report.Channels[0].Counted);
    }
}
