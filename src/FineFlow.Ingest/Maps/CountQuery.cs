using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Maps;

/// <summary>The queries of a table of counts. Rows are interpreted in C#.</summary>
/// <param name="table">The table.</param>
/// <param name="columns">The columns to read.</param>
/// <param name="times">The times.</param>
internal sealed class CountQuery(InputTable table, CountTableColumns columns, TimeColumn times)
{
    /// <summary>Stands for a count that is given, but is none.</summary>
    public const double NoCount = -1;

    /// <summary>
    /// Returns SQL for all rows in the order of the files: the file's index, the time in microseconds since 1970 (-1 for none), the place,
    /// and the counts: NaN where none is given, <see cref="NoCount"/> for what is none, infinite above 2^53.
    /// </summary>
    public string Rows(TableScan scan)
    {
        string[] selected =
        [
            $"CAST(list_position({Sql.TextList(table.Files)}, {TableScan.File}) - 1 AS INTEGER)",
            times.Microseconds,
            .. columns.Places.Select(column => column.AsNumber),
            .. columns.Counts.Select(Count),
        ];
        return $"SELECT {string.Join(", ", selected.Select((value, index) => $"{value} AS v{index}"))} FROM {scan.From}";
    }

    /// <summary>Returns SQL for the smallest and the largest number in some columns; NULL without any.</summary>
    public static string Range(TableScan scan, params IReadOnlyList<TableColumn> numbers)
    {
        string[] known = [.. numbers.Select(column => $"CASE WHEN isnan({column.AsNumber}) THEN NULL ELSE {column.AsNumber} END")];
        return $"SELECT least({string.Join(", ", known.Select(value => $"min({value})"))}), "
            + $"greatest({string.Join(", ", known.Select(value => $"max({value})"))}) FROM {scan.From}";
    }

    /// <summary>Returns SQL for the different numbers of a column, ascending, at most so many.</summary>
    public static string Values(TableScan scan, TableColumn column, int most) =>
        FormattableString.Invariant($"SELECT DISTINCT v FROM (SELECT {column.AsNumber} AS v FROM {scan.From}) ")
        + FormattableString.Invariant($"WHERE isfinite(v) ORDER BY v LIMIT {most}");

    private static string Count(TableColumn column)
    {
        // A whole number above 2^53 becomes another one as a double.
        var whole = $"TRY_CAST(replace({column.AsText}, ',', '') AS HUGEINT)";
        var number = column.AsWholeNumber;
        return $"CASE WHEN lower(trim({column.AsText})) IN ({RowQuery.NoValues}) THEN 'NaN'::DOUBLE "
            + FormattableString.Invariant($"WHEN isnan({number}) THEN {NoCount}::DOUBLE ")
            + FormattableString.Invariant(
                $"WHEN {number} > {CountArray.Largest} OR COALESCE({whole} > {CountArray.Largest}, false) THEN 'Infinity'::DOUBLE ")
            + $"ELSE {number} END";
    }
}
