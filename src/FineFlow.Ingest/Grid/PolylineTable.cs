using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// Trips in the form of Porto's taxis (ECML/PKDD 2015): POLYLINE is a list of [longitude, latitude], one each 15 seconds from TIMESTAMP on,
/// in seconds since 1970. Each of them is a row. Where MISSING_DATA is not False the list has holes, so that the times are not known. A
/// list that is empty or cannot be read is one row without a place.
/// </summary>
internal sealed class PolylineTable : DerivedTable
{
    private const int SecondsApart = 15;
    private const string Place = "\"fineflow place\"", Index = "\"fineflow index\"", Start = "\"fineflow start\"";
    private const string Record = "\"fineflow record\"";

    private readonly TableColumn _polyline;
    private readonly TableColumn _start;
    private readonly TableColumn? _missing;

    private PolylineTable(InputTable trips, TableColumn polyline, TableColumn start, TableColumn? missing)
        : base(trips,
        [
            .. trips.Columns.Except([polyline, start]),
            new(start.Name, $"{Start} + {SecondsApart} * ({Index} - 1)", "BIGINT") { MadeOf = start },
            new("longitude", $"{Place}[1]", "DOUBLE") { MadeOf = polyline },
            new("latitude", $"{Place}[2]", "DOUBLE") { MadeOf = polyline },
        ]) => (_polyline, _start, _missing) = (polyline, start, missing);

    /// <summary>Returns the table of a table of such trips; null for others.</summary>
    public static PolylineTable? Of(InputTable table) =>
        Find(table, "polyline") is { IsText: true } polyline && Find(table, "timestamp") is { } start
        && ColumnRole.Longitude.Guess(table) is null
            ? new(table, polyline, start, Find(table, "missingdata"))
            : null;

    public override TableScan Scan(Engine engine, IReadOnlyList<string> files)
    {
        var scan = Source.Scan(engine, files);
        var places = $"TRY_CAST(TRY_CAST({_polyline.AsText} AS JSON) AS DOUBLE[2][])";
        var isKnown = _missing is null ? "true" : $"lower(trim({_missing.AsText})) = 'false'";
        var trips = $"SELECT *, {scan.Record} AS {Record}, {places} AS {Place}, "
            + $"CASE WHEN {isKnown} THEN CAST(TRY_CAST({_start.Reference} AS UINTEGER) AS BIGINT) END AS {Start} FROM {scan.From}";
        var rows = $"SELECT * REPLACE (unnest(CASE WHEN len({Place}) > 0 THEN {Place} ELSE [NULL] END) AS {Place}), "
            + $"unnest(range(1, greatest(len({Place}), 1) + 1)) AS {Index} FROM ({trips})";
        return scan with { From = $"({rows})", Record = Record };
    }

    private static TableColumn? Find(InputTable table, string name) =>
        table.Columns.FirstOrDefault(column => TableOptions.PlainName(column.Name) == name);
}
