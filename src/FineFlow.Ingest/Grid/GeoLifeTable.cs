using FineFlow.Core;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Grid;

/// <summary>Trajectories of GeoLife, whose day and time of day are one time in GMT (user guide 1.3, "Time zone").</summary>
internal sealed class GeoLifeTable : DerivedTable
{
    private const string Day = "date", TimeOfDay = "time";

    private GeoLifeTable(InputTable rows, TableColumn day, TableColumn time)
        : base(rows,
        [
            .. rows.Columns.Except([day, time]),
            new(TimeOfDay, $"({day.AsText} || ' ' || {time.AsText} || 'Z')", "VARCHAR"),
        ])
    {
    }

    /// <summary>Returns the table of files in this form; null for others, and where their columns are named otherwise.</summary>
    /// <exception cref="BadInputException">Only some of the files are in this form.</exception>
    public static GeoLifeTable? Of(InputTable table)
    {
        if (table.Files.FirstOrDefault(CsvDialect.IsGeoLife) is not { } trajectory)
        {
            return null;
        }

        if (!table.Files.All(CsvDialect.IsGeoLife))
        {
            throw new BadInputException(trajectory, "has times in GMT, and beside it are files of another form; grid them apart");
        }

        return table.Find(Day) is { } day && table.Find(TimeOfDay) is { } time ? new(table, day, time) : null;
    }

    public override TableScan Scan(Engine engine, IReadOnlyList<string> files) => Source.Scan(engine, files);
}
