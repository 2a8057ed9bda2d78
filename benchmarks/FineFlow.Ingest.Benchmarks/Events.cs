using System.Globalization;
using DuckDB.NET.Data;

namespace FineFlow.Ingest.Benchmarks;

/// <summary>Made-up events and trips of four weeks: denser in the middle of the city and by day.</summary>
internal static class Events
{
    public const double West = -74.05, South = 40.68, East = -73.83, North = 40.82;

    /// <summary>Writes the same events as Parquet and as CSV.</summary>
    public static string[] Write(string folder, long rows)
    {
        var (parquet, csv) = (Path.Combine(folder, "events.parquet"), Path.Combine(folder, "events.csv"));
        Execute($"""
            SELECT setseed(0.5);
            COPY (SELECT {Time} AS time, {Place("lon", West, East)}, {Place("lat", South, North)} FROM range({rows}))
              TO '{parquet}' (FORMAT parquet);
            COPY (FROM '{parquet}') TO '{csv}' (FORMAT csv, HEADER);
            """);
        return [parquet, csv];
    }

    /// <summary>Writes trips as Parquet.</summary>
    public static string WriteTrips(string folder, long rows)
    {
        var parquet = Path.Combine(folder, "trips.parquet");
        Execute($"""
            SELECT setseed(0.5);
            COPY (
              SELECT *, started_at + to_seconds(CAST(60 + floor(1800 * random()) AS INTEGER)) AS ended_at
              FROM (
                SELECT {Time} AS started_at, {Place("start_lng", West, East)}, {Place("start_lat", South, North)},
                       {Place("end_lng", West, East)}, {Place("end_lat", South, North)}
                FROM range({rows})))
              TO '{parquet}' (FORMAT parquet);
            """);
        return parquet;
    }

    private const string Time =
        "TIMESTAMP '2026-03-02 00:00:00' + to_days(CAST(floor(random() * 28) AS INTEGER)) "
        + "+ to_seconds(floor(86400 * (random() + random()) / 2))";

    private static string Place(string name, double from, double to) => string.Create(
        CultureInfo.InvariantCulture, $"round({from} + {to - from} * (random() + random() + random()) / 3, 6) AS {name}");

    private static void Execute(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
