using System.Globalization;
using DuckDB.NET.Data;

namespace FineFlow.Ingest.Benchmarks;

/// <summary>Made-up events of four weeks: denser in the middle of the city and by day.</summary>
internal static class Events
{
    public const double West = -74.05, South = 40.68, East = -73.83, North = 40.82;

    /// <summary>Writes the same events as Parquet and as CSV.</summary>
    public static string[] Write(string folder, long rows)
    {
        var (parquet, csv) = (Path.Combine(folder, "events.parquet"), Path.Combine(folder, "events.csv"));
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            SELECT setseed(0.5);
            COPY (
              SELECT TIMESTAMP '2026-03-02 00:00:00' + to_days(CAST(floor(random() * 28) AS INTEGER))
                       + to_seconds(floor(86400 * (random() + random()) / 2)) AS time,
                     round({West} + {East - West} * (random() + random() + random()) / 3, 6) AS lon,
                     round({South} + {North - South} * (random() + random() + random()) / 3, 6) AS lat
              FROM range({rows})) TO '{parquet}' (FORMAT parquet);
            COPY (FROM '{parquet}') TO '{csv}' (FORMAT csv, HEADER);
            """);
        command.ExecuteNonQuery();
        return [parquet, csv];
    }
}
