using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class WriteTests
{
    [Fact]
    public void A_written_dataset_loads_back_strictly_with_what_it_is()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(
            folder, "trips.csv", ["started_at,start_lng,start_lat,ended_at,end_lng,end_lat", .. Enumerable.Range(0, 48).Select(Trip)]);
        var report = FlowGrid.Write(
            folder.File("town"), Flows.Options(GridKind.Trips, file) with { Split = new(), SlotMinutes = 30 },
            cancellationToken: TestContext.Current.CancellationToken);
        var dataset = DatasetFolder.Load(folder.File("town"), new() { Strict = true });
        Assert.Equal(["train", "valid", "test"], dataset.Splits.Select(split => split.Name));
        Assert.Equal(report.Splits.Select(split => split.Samples), dataset.Splits.Select(split => split.Samples));
        Assert.Equal(("town", 2, 30), (dataset.Manifest.Name, dataset.ScaleFactor, dataset.Manifest.SlotMinutes));
        Assert.Equal("7:1:2 in time order", dataset.Manifest.Split);
        Assert.Equal(["outflow", "inflow"], dataset.Channels);
        Assert.Equal(Flows.Box, dataset.Manifest.BoundingBox);
        Assert.Equal(new DateTime(2024, 1, 1), dataset.Manifest.FirstSlot);
        Assert.All(dataset.Splits, split => Assert.Equal(split.Samples, split.External!.Samples));

        static string Trip(int i)
        {
            var start = new DateTime(2024, 1, 1).AddMinutes(30 * i);
            return FormattableString.Invariant(
                $"{start:yyyy-MM-dd HH:mm:ss},{i % 8}.5,1,{start.AddMinutes(7):yyyy-MM-dd HH:mm:ss},3,{i % 8}.5");
        }
    }

    [Fact]
    public void A_stopped_counting_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        var file = Compressed.Parquet(
            folder, "events.parquet",
            "SELECT TIMESTAMP '2024-01-01 00:00:00' + to_seconds(i) AS time, i % 8 + 0.5 AS lon, i % 7 + 0.5 AS lat "
            + "FROM range(2000000) r(i)");
        using var stop = new CancellationTokenSource();
        var heard = new StopAtFirst(stop);
        Assert.ThrowsAny<OperationCanceledException>(
            () => FlowGrid.Write(folder.File("out"), Flows.Options(GridKind.Events, file), progress: heard, cancellationToken: stop.Token));
        Assert.InRange(heard.Last!.Rows, 1, 2_000_000);
        Assert.Equal([file], Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("factor", 8, 8, 1)]
    [InlineData("grid", 8, 9, 2)]
    [InlineData("grid", 8192, 8, 2)]
    public void Options_that_do_not_fit_together_are_refused_by_name(string option, int rows, int columns, int factor)
    {
        var options = Flows.Options(GridKind.Events, "a.csv") with { Rows = rows, ColumnCount = columns, Factor = factor };
        Assert.StartsWith(option, Assert.Throws<BadInputException>(() => Flows.Build(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_in_more_slots_than_memory_can_take_are_refused()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(folder, "a.csv", "time,lon,lat", "1999-01-01 00:00,1,1", "2024-01-01 00:00,1,1");
        var options = Flows.Options(GridKind.Events, file) with { Rows = 1024, ColumnCount = 1024, SlotMinutes = 30 };
        Assert.Equal(2, Flows.Build(options).Splits[0].Samples);
        Assert.Contains(
            "too large",
            Assert.Throws<BadInputException>(() => Flows.Build(options with { MinSlotRows = 0 })).Message,
            StringComparison.Ordinal);
    }

    private sealed class StopAtFirst(CancellationTokenSource stop) : IProgress<GridProgress>
    {
        public GridProgress? Last { get; private set; }

        public void Report(GridProgress value)
        {
            Last = value;
            stop.Cancel();
        }
    }
}
