using DuckDB.NET.Data;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Tests.Grid;

public class ManyRowsTests
{
    [Theory]
    [InlineData("events.parquet", "FORMAT parquet")]
    [InlineData("events.csv", "FORMAT csv, HEADER")]
    public void Many_events_are_counted_as_a_plain_query_of_the_engine_groups_them(string name, string format)
    {
        using var folder = new TemporaryFolder();
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        var file = Sql.Text(folder.File(name));
        Run(connection, $"""
            COPY (SELECT TIMESTAMP '2024-01-01 00:00:00' + to_seconds((hash(i) % 604800)::BIGINT) AS time,
                         (hash(i + 1) % 9000) / 1000.0 - 0.5 AS lon,
                         (hash(i + 2) % 9000) / 1000.0 - 0.5 AS lat FROM range(200000) r(i)) TO {file} ({format})
            """);
        var flow = Flows.Build(Flows.Options(GridKind.Events, folder.File(name)));
        Flows.AssertAccounted(flow);

        var (cells, events) = (0, 0L);
        using var query = connection.CreateCommand();
        query.CommandText =
            $"SELECT date_trunc('hour', time)::VARCHAR, floor(8 - lat)::INTEGER, floor(lon)::INTEGER, count(*) FROM {file} "
            + "WHERE lon >= 0 AND lon < 8 AND lat > 0 AND lat <= 8 GROUP BY ALL";
        using var groups = query.ExecuteReader();
        while (groups.Read())
        {
            Assert.Equal(groups.GetInt64(3), flow.At(groups.GetString(0), groups.GetInt32(1), groups.GetInt32(2)));
            (cells, events) = (cells + 1, events + groups.GetInt64(3));
        }

        Assert.Equal(events, flow.Report.Channels[0].Counted);
        Assert.Equal(cells, flow.Splits[0].Fine.Values.Count(count => count > 0));
    }

    [Fact(Explicit = true), Trait("Category", "Slow")]
    public void A_sort_beyond_its_memory_goes_to_the_disk_and_gives_the_same_maps()
    {
        using var folder = new TemporaryFolder();
        var file = Compressed.Parquet(
            folder, "traces.parquet",
            "SELECT (i % 997)::VARCHAR || '-a-vehicle-with-a-long-name' AS vehicle, TIMESTAMP '2024-01-01 00:00:00' "
            + "+ to_milliseconds((i * 7919) % 86400000) AS time, "
            + "hash(i) % 800 / 100.0 AS lon, hash(i + 1) % 800 / 100.0 AS lat FROM range(10000000) r(i)");
        var options = Flows.Options(GridKind.Traces, file);
        var small = Flows.Build(options with { Limits = new() { MemoryMegabytes = 128, Threads = 2 } });
        var large = Flows.Build(options with { Limits = new() { MemoryMegabytes = 4096, Threads = 2 } });
        Assert.Equal(large.Splits[0].Fine.Values, small.Splits[0].Fine.Values);
        Flows.AssertAccounted(small);
    }

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
