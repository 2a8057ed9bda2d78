using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Maps;

/// <summary>What the columns of a table of counts hold, and the names that they usually have.</summary>
internal static class CountRoles
{
    public static readonly ColumnRole Row = new(
        "the row", nameof(CountColumns.Row), ["row", "rowid", "rowindex", "rowno", "gridrow"]);

    public static readonly ColumnRole Column = new(
        "the column", nameof(CountColumns.Column),
        ["column", "columnid", "columnindex", "col", "colid", "colindex", "colno", "gridcolumn", "gridcol"]);

    public static readonly ColumnRole Cell = new(
        "the cell", nameof(CountColumns.Cell), ["cell", "cellid", "cellindex", "gridcell", "gridcellid", "gridid"]);

    // The atomic files of LibCity, .gridod.
    public static readonly ColumnRole OriginRow = new("the origin's row", nameof(CountColumns.Row), ["originrowid", "originrow"]);

    public static readonly ColumnRole OriginColumn = new(
        "the origin's column", nameof(CountColumns.Column), ["origincolumnid", "origincolumn"]);

    public static readonly ColumnRole DestinationRow = new(
        "the destination's row", nameof(CountColumns.Row), ["destinationrowid", "destinationrow"]);

    public static readonly ColumnRole DestinationColumn = new(
        "the destination's column", nameof(CountColumns.Column), ["destinationcolumnid", "destinationcolumn"]);

    private static readonly string[] Directions = ["inflow", "outflow", "inflows", "outflows", "pickups", "dropoffs"];
    private static readonly string[] SureCounts = [.. Directions, "count", "counts", "flow", "flows", "volume"];
    private static readonly string[] Counts = ["count", "counts", "flow", "flows", "volume", "trips", "events", "total", "n", "value"];

    /// <summary>Returns the columns with usual names of counts by direction, in the order of the table.</summary>
    public static IReadOnlyList<TableColumn> DirectionsOf(InputTable table) => Named(table, Directions);

    /// <summary>Returns the columns with usual names of counts, in the order of the table.</summary>
    public static IReadOnlyList<TableColumn> CountsOf(InputTable table) => Named(table, Counts);

    /// <summary>Whether a column has a name that counts alone have.</summary>
    public static bool AreSure(InputTable table) => Named(table, SureCounts).Length > 0;

    /// <summary>Whether the name of a single column says that it holds counts, and not of what.</summary>
    public static bool SaysNothing(IReadOnlyList<TableColumn> counts) =>
        counts is [var only] && Counts.Contains(TableOptions.PlainName(only.Name));

    private static TableColumn[] Named(InputTable table, string[] names) =>
        [.. table.Columns.Where(column => names.Contains(TableOptions.PlainName(column.Name)))];
}
