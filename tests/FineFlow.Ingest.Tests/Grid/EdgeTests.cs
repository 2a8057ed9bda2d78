using System.Globalization;
using CsCheck;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

/// <summary>Places on the edges of cells, and what must not change the counts.</summary>
public class EdgeTests
{
    private static readonly BoundingBox Louisville = new() { West = -85.850, South = 38.140, East = -85.690, North = 38.300 };

    /// <summary>Places in thousandths of a degree, many of them on edges of the cells of <see cref="Flows.Box"/>.</summary>
    private static readonly Gen<(int Minute, int X, int Y)[]> Rows = Gen.Select(Gen.Int[0, 600], Thousandths(), Thousandths()).Array[1, 60];

    [Fact]
    public void A_point_on_an_edge_lies_in_the_eastern_cell()
    {
        using var folder = new TemporaryFolder();
        var file = Flows.Write(folder, "events.csv", "time,lon,lat", "2024-01-01 10:00:00,1.06,0.5");
        var options = Flows.Options(GridKind.Events, file) with { Rows = 2, ColumnCount = 10 };
        var flow = Flows.Build(options with { Box = new() { West = 0.9, South = 0, East = 1.1, North = 1 } });
        Assert.Equal(1, flow.At("2024-01-01 10:00", 1, 8));
    }

    [Theory]
    [InlineData("csv", "DOUBLE")]
    [InlineData("parquet", "DOUBLE")]
    [InlineData("parquet", "FLOAT")]
    [InlineData("parquet", "DECIMAL(6, 3)")]
    [InlineData("parquet", "DECIMAL(18, 15)")]
    public void Points_at_every_thousandth_of_a_degree_lie_evenly_in_the_cells(string ending, string type)
    {
        using var folder = new TemporaryFolder();
        var options = Grid(folder, ending, type);
        AssertEven(Flows.Build(options), 0);
    }

    [Theory]
    [InlineData("csv", "DOUBLE")]
    [InlineData("parquet", "FLOAT")]
    public void So_do_both_ends_of_trips_between_them(string ending, string type)
    {
        using var folder = new TemporaryFolder();
        var options = Grid(folder, ending, type) with
        {
            Kind = GridKind.Trips,
            Columns = new()
            {
                Time = "time",
                Longitude = "lon",
                Latitude = "lat",
                EndTime = "time",
                EndLongitude = "lon",
                EndLatitude = "lat",
            },
        };
        var flow = Flows.Build(options);
        AssertEven(flow, 0);
        AssertEven(flow, 1);
    }

    [Fact]
    public void A_trace_along_the_edges_crosses_at_each_of_them()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 160).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"a,2024-01-01 10:{i / 60:00}:{i % 60:00},-85.{850 - i:000},38.{300 - i:000}"));
        var options = Flows.Options(GridKind.Traces, Flows.Write(folder, "traces.csv", ["vehicle,time,lon,lat", .. rows]));
        var flow = Flows.Build(options with { Box = Louisville, Rows = 16, ColumnCount = 16 });
        Assert.All(Enumerable.Range(1, 15), cell => Assert.Equal(1, flow.At("2024-01-01 10:00", cell, cell, 1)));
        Assert.Equal(15, flow.Report.Channels[1].Counted);
    }

    [Fact]
    public void A_shift_by_whole_cells_shifts_the_counts() => Gen.Select(Rows, Gen.Int[-8, 8], Gen.Int[-8, 8]).Sample(
        (rows, right, down) =>
        {
            var (flow, shifted) = (Count(rows), Count([.. rows.Select(row => (row.Minute, row.X + right * 1000, row.Y - down * 1000))]));
            for (var row = Math.Max(0, -down); row < Math.Min(8, 8 - down); row++)
            {
                for (var column = Math.Max(0, -right); column < Math.Min(8, 8 - right); column++)
                {
                    Assert.Equal(Total(flow, row, column), Total(shifted, row + down, column + right));
                }
            }
        },
        iter: 15);

    [Fact]
    public void Order_does_not_matter_and_repeated_rows_can_be_dropped() => Gen.Select(Rows, Gen.Int).Sample(
        (rows, seed) =>
        {
            rows = [.. rows.Distinct()];
            (int, int, int)[] mixed = [.. rows.Concat(rows.Take(20))];
            new Random(seed).Shuffle(mixed);
            var (flow, again) = (Count(rows), Count(mixed, dropDuplicates: true));
            Assert.Equal(flow?.Splits[0].Fine.Values, again?.Splits[0].Fine.Values);
            Assert.Equal(flow?.Splits[0].Time, again?.Splits[0].Time);
        },
        iter: 15);

    private static Gen<int> Thousandths() => Gen.OneOf(Gen.Int[-100, 8100], Gen.Int[0, 8].Select(cell => cell * 1000));

    /// <summary>Null where no row is in the box.</summary>
    private static GriddedFlow? Count((int Minute, int X, int Y)[] rows, bool dropDuplicates = false)
    {
        using var folder = new TemporaryFolder();
        if (!rows.Any(row => row is { X: >= 0 and < 8000, Y: > 0 and <= 8000 }))
        {
            return null;
        }

        var lines = rows.Select(row => FormattableString.Invariant(
            $"2024-01-01 {row.Minute / 60:00}:{row.Minute % 60:00},{row.X / 1000m},{row.Y / 1000m}"));
        var file = Flows.Write(folder, "events.csv", ["time,lon,lat", .. lines]);
        return Flows.Build(Flows.Options(GridKind.Events, file) with { DropDuplicates = dropDuplicates });
    }

    private static double Total(GriddedFlow? flow, int row, int column) => flow is null
        ? 0
        : Enumerable.Range(0, flow.Splits[0].Samples).Sum(sample => flow.Splits[0].Fine.Map(sample, 0)[row * 8 + column]);

    /// <summary>One row at each thousandth of a degree that lies in the box.</summary>
    private static GridOptions Grid(TemporaryFolder folder, string ending, string type)
    {
        var query = $"SELECT TIMESTAMP '2024-01-01 10:00:00' AS time, CAST((i / 1000)::DECIMAL(18, 3) AS {type}) AS lon, "
            + $"CAST((k / 1000)::DECIMAL(18, 3) AS {type}) AS lat FROM range(-85850, -85690) a(i), range(38141, 38301) b(k)";
        var file = ending == "csv" ? Compressed.Csv(folder, "events.csv", query) : Compressed.Parquet(folder, "events.parquet", query);
        return Flows.Options(GridKind.Events, file) with { Box = Louisville, Rows = 16, ColumnCount = 16 };
    }

    private static void AssertEven(GriddedFlow flow, int channel) =>
        Assert.All(flow.Splits[0].Fine.Map(0, channel).ToArray(), count => Assert.Equal(100, count));
}
