using System.Globalization;
using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Proposals;

/// <summary>What a row of a table is, by the columns that it has.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Columns">The columns to read.</param>
/// <param name="Words">The kind in words.</param>
/// <param name="Why">The reason.</param>
internal sealed record KindGuess(GridKind Kind, GridColumns Columns, string Words, string Why)
{
    private const string Trace = "trace (vehicle, time, place)";

    // A vehicle of a trace has many rows, an event has a number of its own.
    private const double LeastRowsOfVehicle = 10, MostRowsOfEvent = 1.1;

    /// <summary>Looks at a table.</summary>
    /// <exception cref="BadInputException">The columns do not show what a row is.</exception>
    public static KindGuess Of(Engine engine, InputTable table, GridColumns named)
    {
        var (from, to) = (Has(table, named.Longitude, ColumnRole.StartLongitude), Has(table, named.EndLongitude, ColumnRole.EndLongitude));
        if (from && to)
        {
            return new(GridKind.Trips, named, "trip (start, end)", "it has a place where it starts and one where it ends");
        }

        if (from && ColumnRole.StartLatitude.Guess(table) is { } latitude && ColumnRole.StartTime.Guess(table) is { } time)
        {
            var start = named with
            {
                Time = named.Time ?? time.Name,
                Longitude = named.Longitude ?? ColumnRole.StartLongitude.Guess(table)!.Name,
                Latitude = named.Latitude ?? latitude.Name,
            };
            return new(GridKind.Events, start, "event (time, place)", "only the start of a trip has a place");
        }

        if (!Has(table, named.Longitude, ColumnRole.Longitude))
        {
            throw ColumnRole.Longitude.Missing(table);
        }

        var vehicle = named.Vehicle is { } name ? table.Column(name, ColumnRole.Vehicle.Title) : ColumnRole.Vehicle.Guess(table);
        return (vehicle, table.Files.All(CsvDialect.IsGeoLife)) switch
        {
            (null, true) => new(GridKind.Traces, named, Trace, "each file is a vehicle's"),
            (null, false) => new(GridKind.Events, named, "event (time, place)", "it has one place, and no vehicle"),
            _ => ByRows(engine, table, named, vehicle),
        };
    }

    private static KindGuess ByRows(Engine engine, InputTable table, GridColumns named, TableColumn vehicle)
    {
        var each = RowsOf(engine, table, vehicle.AsText);
        var words = string.Create(CultureInfo.InvariantCulture, $"'{vehicle.Name}' has {each:0.#} rows each");
        return each switch
        {
            >= LeastRowsOfVehicle => new(GridKind.Traces, named, Trace, words),
            <= MostRowsOfEvent => new(GridKind.Events, named, "event (time, place)", words),
            _ => throw new BadInputException(
                table.Title, $"does not show whether a row is an event or a vehicle's position: {words}; expected which of them")
            { Setting = nameof(GridOptions.Kind) },
        };
    }

    private static double RowsOf(Engine engine, InputTable table, string key)
    {
        var row = engine.Rows(
            table.Title, $"SELECT count(*), count(DISTINCT {key}) FROM {table.Scan(engine).From} WHERE {key} <> ''")[0];
        return Convert.ToDouble(row[0], CultureInfo.InvariantCulture) / Math.Max(1, Convert.ToDouble(row[1], CultureInfo.InvariantCulture));
    }

    private static bool Has(InputTable table, string? name, ColumnRole role) => name is not null || role.Guess(table) is not null;
}
