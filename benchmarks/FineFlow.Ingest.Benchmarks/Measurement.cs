using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Benchmarks;

/// <summary>One run of one way to count.</summary>
/// <param name="Seconds">Its time, without the start of the process.</param>
/// <param name="PeakMegabytes">The most memory that the process held.</param>
internal sealed record Measurement(double Seconds, double PeakMegabytes)
{
    /// <summary>Memory that DuckDB may use for trips.</summary>
    public const int TripMegabytes = 512;

    private const int Size = 128, SlotMinutes = 30;

    /// <summary>Runs it and prints the measurement.</summary>
    public static void Run(string what, string file)
    {
        var watch = Stopwatch.StartNew();
        switch (what)
        {
            case "grid":
                Grid(file, GridKind.Events, new Tables.EngineLimits());
                break;
            case "trips":
                Grid(file, GridKind.Trips, new Tables.EngineLimits { MemoryMegabytes = TripMegabytes });
                break;
            default:
                Plain(file);
                break;
        }

        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6}"));
    }

    public static Measurement Parse(string line)
    {
        var parts = line.Split(' ');
        return new(double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds:F2} s at most {PeakMegabytes:F0} MB");

    /// <summary>The whole command: read, count, cut into splits, write the folder.</summary>
    private static void Grid(string file, GridKind kind, Tables.EngineLimits limits)
    {
        var folder = file + ".dataset";
        FlowGrid.Write(folder, new()
        {
            Inputs = [file],
            Kind = kind,
            Limits = limits,
            Box = new() { West = Events.West, South = Events.South, East = Events.East, North = Events.North },
            Rows = Size,
            ColumnCount = Size,
            SlotMinutes = SlotMinutes,
        });
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Counts the same with one plain query, in DuckDB's own settings except for the memory, which is the same.</summary>
    private static void Plain(string file)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            SET memory_limit = '{new Tables.EngineLimits().MemoryMegabytes}MB'; SET temp_directory = '{file}.spill';
            CREATE TEMP TABLE counts AS
            SELECT CAST(floor(epoch(time) / {60 * SlotMinutes}) AS BIGINT) AS slot,
                   CAST(floor(({Events.North} - lat) / {Events.North - Events.South} * {Size}) AS INTEGER) AS row,
                   CAST(floor((lon - {Events.West}) / {Events.East - Events.West} * {Size}) AS INTEGER) AS col, count(*) AS n
            FROM '{file}'
            WHERE lon >= {Events.West} AND lon < {Events.East} AND lat > {Events.South} AND lat <= {Events.North} GROUP BY ALL;
            """);
        command.ExecuteNonQuery();
    }
}
