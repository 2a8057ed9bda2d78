using FineFlow.Core;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>The questions to the table engine: it reads, converts and sorts; what the rows mean is decided here, in C#.</summary>
internal sealed class RowQuery
{
    public const string Time = "t", Longitude = "lon", Latitude = "lat", Weight = "w", Vehicle = "id";
    public const string EndTime = "t2", EndLongitude = "lon2", EndLatitude = "lat2";

    private readonly InputColumns _columns;
    private readonly string _select;
    private readonly int _selected;

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
        _selected = selected.OfType<string>().Count();
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

    /// <summary>SQL: all rows, in the order of the files or, sorted, by vehicle, time and everything else.</summary>
    public string Rows(TableScan scan, bool sorted)
    {
        var order = sorted ? $" ORDER BY {string.Join(", ", Enumerable.Range(1, _selected))}" : "";
        return $"SELECT {_select} FROM {scan.From}{order}";
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

    private static string Quoted(TableColumn column) => $"{Sql.Text($"{column.Name} '")} || left({column.AsText}, 60) || ''''";
}
