using FineFlow.Core;
using FineFlow.Ingest.Points;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>What a column holds, and the names that it usually has in public data of trips and positions.</summary>
/// <param name="Title">Its purpose, for messages.</param>
/// <param name="Setting">The option that names the column.</param>
/// <param name="Usual">Usual names, the surest first, without case, blanks and punctuation.</param>
internal sealed record ColumnRole(string Title, string Setting, IReadOnlyList<string> Usual)
{
    public static readonly ColumnRole Time = new("the time", nameof(GridColumns.Time),
    [
        "time", "timestamp", "datetime", "eventtime", "gpstime", "fixtime", "basedatetime", "recordedat", "createdat", "date", "ts", "t",
        "vehicletimestamp",
    ]);

    public static readonly ColumnRole Longitude = new("the longitude", nameof(GridColumns.Longitude),
    [
        "longitude", "lon", "lng", "long", "positionlongitude", "vehiclepositionlongitude",
    ]);

    public static readonly ColumnRole Latitude = new("the latitude", nameof(GridColumns.Latitude),
    [
        "latitude", "lat", "positionlatitude", "vehiclepositionlatitude",
    ]);

    public static readonly ColumnRole Vehicle = new("the vehicle", nameof(GridColumns.Vehicle),
    [
        "vehicle", "vehicleid", "vehiclevehicleid", "taxi", "taxiid", "cab", "cabid", "device", "deviceid", "driver", "driverid",
        "carid", "busid", "mmsi", "imei", "uid", "userid", "user", "trajectoryid", "trajid", "trackid", "id",
        TableOptions.PlainName(PointColumns.Track),
    ]);

    public static readonly ColumnRole StartTime = new("the start's time", nameof(GridColumns.Time),
    [
        "startedat", "starttime", "startdate", "startdatetime", "starttimems", "tripstarttimestamp", "tripstarttime", "pickupdatetime",
        "tpeppickupdatetime", "lpeppickupdatetime", "trippickupdatetime", "pickuptime", "01rentaldetailslocalstarttime",
    ]);

    public static readonly ColumnRole StartLongitude = new("the start's longitude", nameof(GridColumns.Longitude),
    [
        "startlng", "startlon", "startlongitude", "startstationlongitude", "startstationlng", "startstationlon", "pickuplongitude",
        "pickuplon", "pickuplng", "pickupcentroidlongitude", "fromlongitude", "originlongitude", "originlon", "originlng",
    ]);

    public static readonly ColumnRole StartLatitude = new("the start's latitude", nameof(GridColumns.Latitude),
    [
        "startlat", "startlatitude", "startstationlatitude", "startstationlat", "pickuplatitude", "pickuplat", "pickupcentroidlatitude",
        "fromlatitude", "originlatitude", "originlat",
    ]);

    public static readonly ColumnRole EndTime = new("the end's time", nameof(GridColumns.EndTime),
    [
        "endedat", "endtime", "stoptime", "enddate", "enddatetime", "endtimems", "tripendtimestamp", "tripendtime", "dropoffdatetime",
        "tpepdropoffdatetime", "lpepdropoffdatetime", "tripdropoffdatetime", "dropofftime", "01rentaldetailslocalendtime",
    ]);

    public static readonly ColumnRole EndLongitude = new("the end's longitude", nameof(GridColumns.EndLongitude),
    [
        "endlng", "endlon", "endlongitude", "endstationlongitude", "endstationlng", "endstationlon", "dropofflongitude", "dropofflon",
        "dropofflng", "dropoffcentroidlongitude", "tolongitude", "destinationlongitude", "destinationlon", "destinationlng",
    ]);

    public static readonly ColumnRole EndLatitude = new("the end's latitude", nameof(GridColumns.EndLatitude),
    [
        "endlat", "endlatitude", "endstationlatitude", "endstationlat", "dropofflatitude", "dropofflat", "dropoffcentroidlatitude",
        "tolatitude", "destinationlatitude", "destinationlat",
    ]);

    public static readonly ColumnRole StartStation = new("the start's station", nameof(GridOptions.Stations),
    [
        "startstationid", "startstationnumber", "startstationcode", "startterminal", "fromstationid", "03rentalstartstationid",
        "emplacementpkstart",
    ]);

    public static readonly ColumnRole EndStation = new("the end's station", nameof(GridOptions.Stations),
    [
        "endstationid", "endstationnumber", "endstationcode", "endterminal", "tostationid", "02rentalendstationid", "emplacementpkend",
    ]);

    /// <summary>The name of a station in a table of stations.</summary>
    public static readonly ColumnRole Station = new("the station", nameof(GridOptions.Stations),
    [
        "stationid", "terminalnumber", "terminal", "stationcode", "code", "shortname", "number", "pk", "id",
    ]);

    // A table of trips has no column of Station's.
    private static readonly ColumnRole[] OfRows =
    [
        Time, Longitude, Latitude, Vehicle, StartTime, StartLongitude, StartLatitude, EndTime, EndLongitude, EndLatitude, StartStation,
        EndStation,
    ];

    // Areas of a city, which trips name where their places are not to be known.
    private static readonly string[] Zones =
    [
        "pulocationid", "dolocationid", "locationid", "pickupcommunityarea", "dropoffcommunityarea", "pickupcensustract",
        "dropoffcensustract", "sourceid", "dstid",
    ];

    /// <summary>Returns a word that names of columns share if they mean the same.</summary>
    public static string Meaning(string name)
    {
        var plain = TableOptions.PlainName(name);
        return Array.Find(OfRows, role => role.Usual.Contains(plain)) is { } role ? role.Title : plain;
    }

    /// <summary>Returns the column with the surest of the usual names; null without one.</summary>
    /// <exception cref="BadInputException">Several columns have that name.</exception>
    public TableColumn? Guess(InputTable table) =>
        (Find(table, column => TableOptions.PlainName(column.Name)) ?? Find(table, column => column.NameWithoutUtc)) is { } found
            ? table.Find(found.Name)
            : null;

    /// <summary>Returns the problem of a table without such a column, and what would be needed.</summary>
    public BadInputException Missing(InputTable table)
    {
        var isPlace = this != Time && this != StartTime && this != EndTime && this != Vehicle;
        if (isPlace && table is not StationTrips && (StartStation.Guess(table) ?? EndStation.Guess(table)) is { } station)
        {
            return new(
                table.Title,
                $"tells places by stations alone ('{station.Name}'); a table of the stations' names, longitudes and latitudes is expected")
            { Setting = nameof(GridOptions.Stations) };
        }

        return isPlace && table.Columns.FirstOrDefault(column => Zones.Contains(TableOptions.PlainName(column.Name))) is { } zone
            ? new(
                table.Title,
                $"tells places by zones alone ('{zone.Name}'), which are no cells of a grid; files with the longitude and latitude of "
                + "each place are expected, which older ones of the same source may be")
            : new(table.Title, $"has no usual column for {Title}; name one of {table.ColumnList}") { Setting = Setting };
    }

    /// <summary>Returns whether a column has one of the usual names.</summary>
    public bool Names(TableColumn column) => Usual.Contains(TableOptions.PlainName(column.Name));

    private TableColumn? Find(InputTable table, Func<TableColumn, string> nameOf) => Usual
        .Select(usual => table.Columns.FirstOrDefault(column => nameOf(column) == usual))
        .FirstOrDefault(column => column is not null);
}
