using FineFlow.Core;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>The questions to the table engine: it reads, converts and sorts; what the rows mean is decided here, in C#.</summary>
internal sealed class RowQuery
{
    public const string Time = "t", Longitude = "lon", Latitude = "lat", Weight = "w", Vehicle = "id";
    public const string EndTime = "t2", EndLongitude = "lon2", EndLatitude = "lat2";
    private const string Number = "n";

    private readonly InputColumns _columns;
    private readonly string _select;

    private RowQuery(InputColumns columns, TimeColumn start, TimeColumn? end)
    {
        _columns = columns;
        TimeForm = start.Form;
        string?[] selected =
        [
            columns.Vehicle is { } vehicle ? $"{vehicle.AsText} AS {Vehicle}" : null,
            $"{start.Microseconds} AS {Time}",
            $"{columns.Longitude.AsNumber} AS {Longitude}",
            $"{columns.Latitude.AsNumber} AS {Latitude}",
            end is null ? null : $"{end.Microseconds} AS {EndTime}",
            columns.EndLongitude is { } longitude ? $"{longitude.AsNumber} AS {EndLongitude}" : null,
            columns.EndLatitude is { } latitude ? $"{latitude.AsNumber} AS {EndLatitude}" : null,
            columns.Weight is { } weight ? $"{weight.AsNumber} AS {Weight}" : null,
        ];
        _select = string.Join(", ", selected.OfType<string>());
    }

    /// <summary>How the times are written.</summary>
    public TimeForm TimeForm { get; }

    /// <exception cref="BadInputException">A column holds no times, or the two of a trip write them differently.</exception>
    public static RowQuery Of(Engine engine, InputTable table, InputColumns columns, string? timeFormat)
    {
        var start = TimeColumn.Of(engine, table, columns.Time, timeFormat);
        var end = columns.EndTime is { } column ? TimeColumn.Of(engine, table, column, timeFormat) : null;
        return end is null || end.Form.IsInstant == start.Form.IsInstant
            ? new(columns, start, end)
            : throw new BadInputException(table.Title, $"'{start.Column.Name}' and '{end.Column.Name}': one has times with a zone, the other without");
    }

    /// <summary>SQL: all rows, in the order of the files or, sorted, by vehicle and time; rows equal in both keep the order of the files.</summary>
    public string Rows(TableScan scan, bool sorted)
    {
        if (!sorted)
        {
            return $"SELECT {_select} FROM {scan.From}";
        }

        // The engine's sort is not stable.
        var vehicle = _columns.Vehicle is null ? "" : $"{Vehicle}, ";
        return $"SELECT * EXCLUDE ({Number}) FROM (SELECT {_select}, row_number() OVER () AS {Number} FROM {scan.From}) ORDER BY {vehicle}{Time}, {Number}";
    }

    /// <summary>SQL: all rows in the order of the file, with what stands in the columns that are read.</summary>
    public string RowsWithText(TableScan scan) =>
        $"SELECT {_select}, concat_ws(', ', {string.Join(", ", _columns.All.Select(Quoted))}) AS text FROM {scan.From}";

    /// <summary>
    /// SQL: how many rows lie in each step of degrees / <paramref name="perDegree"/>, eastward and southward, and the first and the last place
    /// in it. Rows at 0,0 are left out.
    /// </summary>
    public string Density(TableScan scan, int perDegree) =>
        "SELECT grouping(x) = 1 AS southward, CAST(coalesce(x, y) AS INTEGER) AS step, CAST(count(*) AS BIGINT) AS n, "
        + $"CASE WHEN grouping(x) = 1 THEN min(south) ELSE min({Longitude}) END AS first, CASE WHEN grouping(x) = 1 THEN max(south) ELSE max({Longitude}) END AS last "
        + $"FROM (SELECT {Longitude}, -{Latitude} AS south, floor({Longitude} * {perDegree}) AS x, floor(-{Latitude} * {perDegree}) AS y FROM ({Places(scan)}) "
        + $"WHERE {Longitude} BETWEEN -180 AND 180 AND {Latitude} BETWEEN -90 AND 90 AND NOT ({Longitude} = 0 AND {Latitude} = 0)) GROUP BY GROUPING SETS ((x), (y))";

    /// <summary>SQL: how many rows have no place on earth, and how many of them would have one with longitude and latitude exchanged.</summary>
    public string OffEarth(TableScan scan) =>
        $"SELECT CAST(count(*) AS BIGINT), CAST(count(*) FILTER (abs({Longitude}) <= 90 AND abs({Latitude}) <= 180) AS BIGINT) FROM ({Places(scan)}) "
        + $"WHERE NOT (abs({Longitude}) <= 180 AND abs({Latitude}) <= 90)";

    private string Places(TableScan scan) =>
        $"SELECT {_columns.Longitude.AsNumber} AS {Longitude}, {_columns.Latitude.AsNumber} AS {Latitude} FROM {scan.From}";

    private static string Quoted(TableColumn column) => $"{Sql.Text($"{column.Name} '")} || left({column.AsText}, 60) || ''''";
}
