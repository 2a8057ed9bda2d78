using System.Runtime.CompilerServices;
using FineFlow.Core;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>The usual names of columns in public data of trips and positions.</summary>
internal static class ColumnGuess
{
    private static readonly string[] Time =
        ["time", "timestamp", "datetime", "date_time", "date/time", "event_time", "gps_time", "created_at", "date"];

    private static readonly string[] Longitude = ["lon", "lng", "long", "longitude"];
    private static readonly string[] Latitude = ["lat", "latitude"];

    private static readonly string[] StartTime =
        [
            "started_at", "start_time", "starttime", "start time", "pickup_datetime", "tpep_pickup_datetime", "lpep_pickup_datetime",
            "trip_start_timestamp"];

    private static readonly string[] StartLongitude =
        ["start_lng", "start_lon", "start_longitude", "pickup_longitude", "start station longitude", "pickup_centroid_longitude"];

    private static readonly string[] StartLatitude =
        ["start_lat", "start_latitude", "pickup_latitude", "start station latitude", "pickup_centroid_latitude"];

    private static readonly string[] EndTime =
        [
            "ended_at", "end_time", "stoptime", "stop time", "dropoff_datetime", "tpep_dropoff_datetime", "lpep_dropoff_datetime",
            "trip_end_timestamp"];

    private static readonly string[] EndLongitude =
        ["end_lng", "end_lon", "end_longitude", "dropoff_longitude", "end station longitude", "dropoff_centroid_longitude"];

    private static readonly string[] EndLatitude =
        ["end_lat", "end_latitude", "dropoff_latitude", "end station latitude", "dropoff_centroid_latitude"];

    private static readonly string[] Vehicle =
    [
        "vehicle", "vehicle_id", "taxi_id", "taxi", "device_id", "driver_id", "cab_id", "cab", "id",
    ];

    /// <summary>Finds every column that the kind of input needs.</summary>
    /// <exception cref="BadInputException">A column is missing.</exception>
    public static InputColumns Settle(GridKind kind, Engine engine, InputTable table, GridColumns named)
    {
        var trips = kind == GridKind.Trips;
        return new()
        {
            Time = FindTime(engine, table, named.Time, trips ? StartTime : Time, trips ? "the start's time" : "the time"),
            Longitude = Find(table, named.Longitude, trips ? StartLongitude : Longitude, trips ? "the start's longitude" : "the longitude"),
            Latitude = Find(table, named.Latitude, trips ? StartLatitude : Latitude, trips ? "the start's latitude" : "the latitude"),
            EndTime = trips ? FindTime(engine, table, named.EndTime, EndTime, "the end's time") : null,
            EndLongitude = trips ? Find(table, named.EndLongitude, EndLongitude, "the end's longitude") : null,
            EndLatitude = trips ? Find(table, named.EndLatitude, EndLatitude, "the end's latitude") : null,
            Weight = named.Weight is { } weight ? table.Column(weight, "the weight") : null,
            Vehicle = kind == GridKind.Traces ? Find(table, named.Vehicle, Vehicle, "the vehicle") : null,
        };
    }

    /// <summary>Returns whether the column of longitudes has a usual name of latitudes, and the other way round.</summary>
    public static bool AreExchanged(InputColumns columns) =>
        Has(columns.Longitude, [.. Latitude, .. StartLatitude]) && Has(columns.Latitude, [.. Longitude, .. StartLongitude]);

    private static bool Has(TableColumn column, string[] usual) => usual.Contains(column.Name, StringComparer.OrdinalIgnoreCase);

    private static TableColumn FindTime(
        Engine engine, InputTable table, string? name, string[] usual, string role,
        [CallerArgumentExpression(nameof(name))] string setting = "") =>
        name is null ? Find(table, name, usual, role, setting) : JoinedTime.Find(engine, table, name, role);

    private static TableColumn Find(
        InputTable table, string? name, string[] usual, string role, [CallerArgumentExpression(nameof(name))] string setting = "")
    {
        if (name is not null)
        {
            return table.Column(name, role);
        }

        return usual.Select(table.Find).FirstOrDefault(column => column is not null)
            ?? throw new BadInputException(
                table.Title,
                $"has no usual column for {role}; name one of {string.Join(", ", table.Columns.Select(column => column.Name))}")
            { Setting = setting.Split('.')[^1] };
    }
}
