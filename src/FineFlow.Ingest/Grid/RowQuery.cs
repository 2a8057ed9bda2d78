using FineFlow.Core;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>The questions to the table engine: it reads, converts and sorts; what the rows mean is decided here, in C#.</summary>
internal sealed class RowQuery
{
    public const string Time = "t", Longitude = "lon", Latitude = "lat", Weight = "w", Vehicle = "id", File = "f";
    public const string EndTime = "t2", EndLongitude = "lon2", EndLatitude = "lat2";

    private readonly InputColumns _columns;
    private readonly string _select;
    private readonly int _selected;
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
            columns.Weight is { } weight ? $"{weight.AsNumber} AS {Weight}" : null,
        ];
        _select = string.Join(", ", selected.OfType<string>());
        _selected = selected.OfType<string>().Count();
        _file = table.Files.Count == 1 ? "" : $", CAST(list_position({Sql.TextList(table.Files)}, {TableScan.File}) - 1 AS INTEGER) AS {File}";
    }

    /// <summary>How the times are written, for people.</summary>
    public string TimeTitle => _start.Title;

    /// <summary>Whether the times tell instants; the readings of a clock somewhere otherwise.</summary>
    public bool AreInstants => _start.AreInstants;

    /// <exception cref="BadInputException">
    /// A column holds no times, or times that can be read in two ways, or one of a trip's columns holds instants and the other readings of a clock.
    /// </exception>
    public static RowQuery Of(Engine engine, InputTable table, InputColumns columns, TimeReading reading)
    {
        var start = new TimeFinder(engine, table, columns.Time, reading).Find();
        var end = columns.EndTime is { } column ? EndFinder(engine, table, column, reading).Find() : null;
        return end is null || reading.IsUtc || end.AreInstants == start.AreInstants
            ? new(table, columns, start, end)
            : throw new BadInputException(table.Title, $"'{start.Column.Name}' and '{end.Column.Name}': one has times with a zone, the other without");
    }

    /// <summary>Refuses a file in which times that were not read are written in another form than the others.</summary>
    /// <exception cref="BadInputException">There is such a time.</exception>
    public void RefuseOtherForms(Engine engine, InputTable table, TimeReading reading, string file)
    {
        new TimeFinder(engine, table, _start.Column, reading).RefuseOthers(_start, file);
        if (_end is { } end)
        {
            EndFinder(engine, table, end.Column, reading).RefuseOthers(end, file);
        }
    }

    /// <summary>SQL: all rows, in the order of the files or, sorted, by vehicle, time and everything else.</summary>
    public string Rows(TableScan scan, bool sorted)
    {
        var order = sorted ? $" ORDER BY {string.Join(", ", Enumerable.Range(1, _selected))}" : "";
        return $"SELECT {_select}{_file} FROM {scan.From}{order}";
    }

    /// <summary>SQL: all rows in the order of the file, with what stands in the columns that are read.</summary>
    public string RowsWithText(TableScan scan) =>
        $"SELECT {_select}, concat_ws(', ', {string.Join(", ", _columns.All.Select(Quoted))}) AS text FROM {scan.From}";

    /// <summary>SQL: how many rows lie in each cell of a grid of degrees / <paramref name="perDegree"/>.</summary>
    public string Density(TableScan scan, int perDegree)
    {
        var (longitude, latitude) = (_columns.Longitude.AsNumber, _columns.Latitude.AsNumber);
        return $"SELECT CAST(floor(lon * {perDegree}) AS INTEGER) AS x, CAST(floor(lat * {perDegree}) AS INTEGER) AS y, CAST(count(*) AS BIGINT) AS n "
            + $"FROM (SELECT {longitude} AS lon, {latitude} AS lat FROM {scan.From}) "
            + "WHERE lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90 GROUP BY x, y";
    }

    private static TimeFinder EndFinder(Engine engine, InputTable table, TableColumn column, TimeReading reading) =>
        new(engine, table, column, reading with { ColumnOption = "--end-time" });

    private static string Quoted(TableColumn column) => $"{Sql.Text($"{column.Name} '")} || left({column.AsText}, 60) || ''''";
}
