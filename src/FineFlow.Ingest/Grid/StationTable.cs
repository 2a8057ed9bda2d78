using FineFlow.Core;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>The places of stations, as a table of the engine with the columns id, lon and lat.</summary>
/// <param name="Title">The file, for messages.</param>
/// <param name="Name">The table's name in SQL.</param>
/// <param name="Id">The column of the stations' names.</param>
internal sealed record StationTable(string Title, string Name, TableColumn Id)
{
    /// <summary>Reads the stations. One without a name or a place on earth is none.</summary>
    /// <exception cref="BadInputException">
    /// A column is missing, a row is malformed, a station has two places, or there is no station.
    /// </exception>
    public static StationTable Read(Engine engine, InputTable table)
    {
        var (id, longitude, latitude) =
            (Find(table, ColumnRole.Station), Find(table, ColumnRole.Longitude), Find(table, ColumnRole.Latitude));
        var name = engine.NextName();
        var scan = table.Scan(engine);
        engine.Rows(
            table.Title,
            $"CREATE TEMP TABLE {name} AS SELECT DISTINCT * FROM (SELECT {Key(id)} AS id, {longitude.AsNumber} AS lon, "
            + $"{latitude.AsNumber} AS lat FROM {scan.From}) WHERE id <> '' AND abs(lon) <= 180 AND abs(lat) <= 90");
        scan.RefuseOpenQuotes(engine, table.Title);
        if (scan.Rejected(engine, table.Title) is [var (file, count), ..])
        {
            throw new BadInputException(file, $"has {count} rows that are no row of the table; a whole table of stations is expected");
        }

        if (engine.Rows(table.Title, $"SELECT id FROM {name} GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1") is [[var twice], ..])
        {
            throw new BadInputException(table.Title, $"has several places for station '{twice}' ({id.Name}); one is expected");
        }

        return engine.Rows(table.Title, $"SELECT 1 FROM {name} LIMIT 1").Count > 0
            ? new(table.Title, name, id)
            : throw new BadInputException(table.Title, "holds no station with a name, a longitude and a latitude");
    }

    /// <summary>Returns SQL for the name of a station; empty for none. Tables with gaps turn whole numbers into fractions: 72.0.</summary>
    public static string Key(TableColumn column)
    {
        var text = $"trim({column.AsText})";
        return $"CASE WHEN lower({text}) IN ({RowQuery.NoValues}) THEN '' ELSE regexp_replace({text}, '^(\\d+)\\.0+$', '\\1') END";
    }

    private static TableColumn Find(InputTable table, ColumnRole role) => role.Guess(table)
        ?? throw new BadInputException(
            table.Title,
            $"has no usual column for {role.Title}; columns as station_id, longitude and latitude are expected, "
            + $"and it has {table.ColumnList}")
        { Setting = nameof(GridOptions.Stations) };
}
