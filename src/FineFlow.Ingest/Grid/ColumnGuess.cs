using FineFlow.Core;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>Finds the columns of an input, by the names given or by the usual ones (<see cref="ColumnRole"/>).</summary>
internal static class ColumnGuess
{
    /// <summary>Finds every column that the kind of input needs.</summary>
    /// <exception cref="BadInputException">A column is missing.</exception>
    public static InputColumns Settle(GridKind kind, Engine engine, InputTable table, GridColumns named)
    {
        var trips = kind == GridKind.Trips;
        return new()
        {
            Time = FindTime(engine, table, named.Time, trips ? ColumnRole.StartTime : ColumnRole.Time),
            Longitude = Find(table, named.Longitude, trips ? ColumnRole.StartLongitude : ColumnRole.Longitude),
            Latitude = Find(table, named.Latitude, trips ? ColumnRole.StartLatitude : ColumnRole.Latitude),
            EndTime = trips ? FindTime(engine, table, named.EndTime, ColumnRole.EndTime) : null,
            EndLongitude = trips ? Find(table, named.EndLongitude, ColumnRole.EndLongitude) : null,
            EndLatitude = trips ? Find(table, named.EndLatitude, ColumnRole.EndLatitude) : null,
            Weight = named.Weight is { } weight ? table.Column(weight, "the weight") : null,
            Vehicle = kind == GridKind.Traces ? FindVehicle(table, named.Vehicle) : null,
        };
    }

    /// <summary>Returns whether the column of longitudes has a usual name of latitudes, and the other way round.</summary>
    public static bool AreExchanged(InputColumns columns) =>
        (ColumnRole.Latitude.Names(columns.Longitude) || ColumnRole.StartLatitude.Names(columns.Longitude))
        && (ColumnRole.Longitude.Names(columns.Latitude) || ColumnRole.StartLongitude.Names(columns.Latitude));

    private static TableColumn FindTime(Engine engine, InputTable table, string? name, ColumnRole role) =>
        (name ?? DayAndClock(engine, table, role)) is { } found
            ? JoinedTime.Find(engine, table, found, role.Title)
            : Find(table, name, role);

    /// <summary>Returns a column of days and one of times of day that are named so, with a comma between; null without both.</summary>
    private static string? DayAndClock(Engine engine, InputTable table, ColumnRole role)
    {
        return role == ColumnRole.Time
            && Named("date") is { } day && Named("time") is { } clock
            && TimeOfDayColumn.Guess(engine, table, day) == clock.Name
                ? $"{day.Name},{clock.Name}"
                : null;

        TableColumn? Named(string name) => table.Columns.FirstOrDefault(column => TableOptions.PlainName(column.Name) == name);
    }

    /// <summary>Without a column, the vehicle is what names the file, where there are several or the form has a file for each.</summary>
    private static TableColumn FindVehicle(InputTable table, string? name) =>
        name is null && (table.Files.Count > 1 || CsvDialect.IsGeoLife(table.Files[0])) && ColumnRole.Vehicle.Guess(table) is null
            ? new("file's name", $"parse_filename({TableScan.File}, true)", "VARCHAR")
            : Find(table, name, ColumnRole.Vehicle);

    private static TableColumn Find(InputTable table, string? name, ColumnRole role)
    {
        if (name is not null)
        {
            return table.Column(name, role.Title);
        }

        return role.Guess(table) ?? throw role.Missing(table);
    }
}
