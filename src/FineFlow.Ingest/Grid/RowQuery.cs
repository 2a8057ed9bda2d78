using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>The queries to the table engine, which reads, converts and sorts. Rows are interpreted in C#.</summary>
internal sealed class RowQuery
{
    public const string Time = "t", Longitude = "lon", Latitude = "lat", Weight = "w", Vehicle = "id", File = "f";
    public const string EndTime = "t2", EndLongitude = "lon2", EndLatitude = "lat2";
    public const string Record = "r", Text = "text";
    private const string Number = "n";

    // Texts that stand for an unknown value.
    internal const string NoValues = @"'', 'null', 'na', 'n/a', 'nan', 'nat', 'none', '\n'";

    private readonly InputColumns _columns;
    private readonly string _select;
    private readonly string _file;
    private readonly TimeColumn _start;
    private readonly TimeColumn? _end;

    private RowQuery(InputTable table, InputColumns columns, TimeColumn start, TimeColumn? end)
    {
        (_columns, _start, _end) = (columns, start, end);
        string?[] selected =
        [
            columns.Vehicle is { } vehicle ? $"{vehicle.AsText} AS {Vehicle}" : null,
            $"{start.Microseconds} AS {Time}",
            $"{columns.Longitude.AsNumber} AS {Longitude}",
            $"{columns.Latitude.AsNumber} AS {Latitude}",
            end is null ? null : $"{end.Microseconds} AS {EndTime}",
            columns.EndLongitude is { } longitude ? $"{longitude.AsNumber} AS {EndLongitude}" : null,
            columns.EndLatitude is { } latitude ? $"{latitude.AsNumber} AS {EndLatitude}" : null,
            columns.Weight is { } weight ? $"{weight.AsWholeNumber} AS {Weight}" : null,
        ];
        _select = string.Join(", ", selected.OfType<string>());
        _file = table.Files.Count == 1
            ? ""
            : $", CAST(list_position({Sql.TextList(table.Files)}, {TableScan.File}) - 1 AS INTEGER) AS {File}";
    }

    /// <summary>Description of the times' format.</summary>
    public string TimeTitle => _start.Title;

    /// <summary>Whether the times are instants rather than readings of a local clock.</summary>
    public bool AreInstants => _start.AreInstants;

    /// <summary>Creates the queries of an input.</summary>
    /// <exception cref="BadInputException">
    /// A column holds no times or ambiguous ones, or one of a trip's columns holds instants and the other readings of a clock.
    /// </exception>
    public static RowQuery Of(Engine engine, InputTable table, InputColumns columns, TimeReading reading)
    {
        var startTimes = new TimeFinder(engine, table, columns.Time, reading);
        if (columns.EndTime is not { } endTime)
        {
            return new(table, columns, startTimes.Find(), null);
        }

        // A file whose trips have no times for one end can still be used for the other end.
        var endTimes = EndFinder(engine, table, endTime, reading);
        var start = HasValues(engine, table, columns.Time) ? startTimes.Find() : Unknown(endTimes.Find(), columns.Time);
        var end = HasValues(engine, table, endTime) ? endTimes.Find() : Unknown(start, endTime);
        return end.AreInstants == start.AreInstants
            ? new(table, columns, start, end)
            : throw new BadInputException(
                table.Title, $"'{start.Column.Name}' and '{end.Column.Name}': one has times with a zone, the other without");
    }

    /// <summary>Rejects a file in which unread times have another form than the others.</summary>
    /// <exception cref="BadInputException">The file has such a time.</exception>
    public void RefuseOtherForms(Engine engine, InputTable table, TimeReading reading, string file)
    {
        new TimeFinder(engine, table, _start.Column, reading).RefuseOthers(_start, file);
        if (_end is { } end)
        {
            EndFinder(engine, table, end.Column, reading).RefuseOthers(end, file);
        }
    }

    /// <summary>Returns SQL for all rows, in the order of the files or sorted by vehicle and time (stable).</summary>
    public string Rows(TableScan scan, bool sorted)
    {
        if (!sorted)
        {
            return $"SELECT {_select}{_file} FROM {scan.From}";
        }

        // The engine's sort is not stable.
        var numbered = $"SELECT {_select}{_file}, row_number() OVER () AS {Number} FROM {scan.From}";
        var vehicle = _columns.Vehicle is null ? "" : $"{Vehicle}, ";
        return $"SELECT * EXCLUDE ({Number}) FROM ({numbered}) ORDER BY {vehicle}{Time}, {Number}";
    }

    /// <summary>
    /// Returns SQL for all rows in the order of the file, with the numbers of their records and the text of the columns read.
    /// </summary>
    public string RowsWithText(TableScan scan) =>
        $"SELECT {_select}, {scan.Record} AS {Record}, concat_ws(', ', {string.Join(", ", _columns.All.Select(Quoted))}) AS {Text} "
        + $"FROM {scan.From}{(scan.IsInOrder ? "" : $" ORDER BY {Record}")}";

    /// <summary>Returns SQL for the vehicles with the indices of the files that have them, sorted by vehicle.</summary>
    public string FilesOfVehicles(TableScan scan) =>
        $"SELECT DISTINCT {_columns.Vehicle!.AsText} AS {Vehicle}{_file} FROM {scan.From} ORDER BY {Vehicle}";

    /// <summary>
    /// Returns SQL for the number of rows in each step of 1 / <paramref name="perDegree"/> degrees, eastward (x) and southward (y), with
    /// the first and last place in it. Rows at 0,0 are left out.
    /// </summary>
    public string Density(TableScan scan, int perDegree) => $"""
        SELECT grouping(x) = 1 AS southward, CAST(coalesce(x, y) AS INTEGER) AS step, CAST(count(*) AS BIGINT) AS n,
               CASE WHEN grouping(x) = 1 THEN min(-{Latitude}) ELSE min({Longitude}) END AS first,
               CASE WHEN grouping(x) = 1 THEN max(-{Latitude}) ELSE max({Longitude}) END AS last
        FROM (SELECT *, floor({Longitude} * {perDegree}) AS x, floor(-{Latitude} * {perDegree}) AS y FROM ({Places(scan)})
              WHERE {Longitude} BETWEEN -180 AND 180 AND {Latitude} BETWEEN -90 AND 90 AND NOT ({Longitude} = 0 AND {Latitude} = 0))
        GROUP BY GROUPING SETS ((x), (y))
        """;

    /// <summary>Returns SQL for the numbers of rows with a time and a place in a box, and of half hours in which they lie.</summary>
    public string Amount(TableScan scan, BoundingBox box) => FormattableString.Invariant($"""
        SELECT count(*), count(DISTINCT {Time} // 1800000000)
        FROM (SELECT {_start.Microseconds} AS {Time}, {_columns.Longitude.AsNumber} AS {Longitude},
                     {_columns.Latitude.AsNumber} AS {Latitude} FROM {scan.From})
        WHERE {Time} >= 0 AND {Longitude} BETWEEN {box.West} AND {box.East} AND {Latitude} BETWEEN {box.South} AND {box.North}
        """);

    /// <summary>Returns SQL for the number of rows whose latitude is valid only with longitude and latitude exchanged.</summary>
    public string Exchanged(TableScan scan) =>
        $"SELECT count(*) FROM ({Places(scan)}) WHERE abs({Longitude}) <= 90 AND abs({Latitude}) > 90 AND abs({Latitude}) <= 180";

    /// <summary>Returns SQL for the numbers of trips with values in all columns of the start, and of the end.</summary>
    public string GivenEnds(TableScan scan) =>
        $"SELECT count(*) FILTER (WHERE {IsGiven(_columns.Time, _columns.Longitude, _columns.Latitude)}), "
        + $"count(*) FILTER (WHERE {IsGiven(_columns.EndTime, _columns.EndLongitude, _columns.EndLatitude)}) FROM {scan.From}";

    private string Places(TableScan scan) =>
        $"SELECT {_columns.Longitude.AsNumber} AS {Longitude}, {_columns.Latitude.AsNumber} AS {Latitude} FROM {scan.From}";

    private static TimeColumn Unknown(TimeColumn known, TableColumn column) => known with { Column = column with { Reference = "NULL" } };

    private static bool HasValues(Engine engine, InputTable table, TableColumn column) =>
        engine.Rows(table.Title, $"SELECT 1 FROM {table.Scan(engine).From} WHERE {IsGiven(column)} LIMIT 1").Count > 0;

    private static string IsGiven(params TableColumn?[] columns) =>
        string.Join(" AND ", columns.OfType<TableColumn>().Select(column => $"lower(trim({column.AsText})) NOT IN ({NoValues})"));

    private static TimeFinder EndFinder(Engine engine, InputTable table, TableColumn column, TimeReading reading) =>
        new(engine, table, column, reading with { ColumnSetting = nameof(GridColumns.EndTime) });

    private static string Quoted(TableColumn column) => $"{Sql.Text($"{column.Name} '")} || left({column.AsText}, 60) || ''''";
}
