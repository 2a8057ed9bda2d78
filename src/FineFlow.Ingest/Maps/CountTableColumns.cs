using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Maps;

/// <summary>The columns of a table of counts that are read.</summary>
/// <param name="Form">How the cell is told.</param>
/// <param name="Time">The time.</param>
/// <param name="Places">The cell: one to four columns, as <paramref name="Form"/> says.</param>
/// <param name="Counts">The counts.</param>
internal sealed record CountTableColumns(
    PlaceForm Form, TableColumn Time, IReadOnlyList<TableColumn> Places, IReadOnlyList<TableColumn> Counts)
{
    /// <summary>Names of the channels; null where the one column of counts says no more than that it is one.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary>Number of channels.</summary>
    public int ChannelCount => Channels?.Count ?? 1;

    /// <summary>
    /// Whether a table's columns have usual names of a cell and of counts; null where rows with a place may be events as well as counts of
    /// cells.
    /// </summary>
    public static bool? AreUsual(InputTable table) => Usual(table) switch
    {
        null => false,
        PlaceForm.Centre => ColumnRole.Vehicle.Guess(table) is null && CountRoles.AreSure(table) ? null : false,
        _ => CountRoles.DirectionsOf(table).Count + CountRoles.CountsOf(table).Count > 0,
    };

    /// <summary>Finds the columns, by the names given or by the usual ones.</summary>
    /// <exception cref="BadInputException">A column is missing, or several may be meant.</exception>
    public static CountTableColumns Settle(Engine engine, InputTable table, CountRequest request)
    {
        var named = request.Columns;
        var form = FormOf(table, named) ?? throw new BadInputException(
            table.Title,
            $"has no usual columns for the cell of a count (row and column, cell, or lon and lat); name them among {table.ColumnList}")
        { Setting = nameof(CountColumns.Row) };
        TableColumn[] places = form switch
        {
            PlaceForm.RowAndColumn => [Find(table, named.Row, CountRoles.Row), Find(table, named.Column, CountRoles.Column)],
            PlaceForm.Cell => [Find(table, named.Cell, CountRoles.Cell)],
            PlaceForm.Centre => [Find(table, named.Longitude, ColumnRole.Longitude), Find(table, named.Latitude, ColumnRole.Latitude)],
            _ =>
            [
                Find(table, null, CountRoles.OriginRow), Find(table, null, CountRoles.OriginColumn),
                Find(table, null, CountRoles.DestinationRow), Find(table, null, CountRoles.DestinationColumn),
            ],
        };
        var time = request.Time is { } name
            ? JoinedTime.Find(engine, table, name, ColumnRole.Time.Title)
            : Find(table, null, ColumnRole.Time);
        var counts = FindCounts(table, named.Count, form);
        return new(form, time, places, counts)
        {
            Channels = form == PlaceForm.OriginAndDestination ? ["outflow", "inflow"]
                : CountRoles.SaysNothing(counts) ? null : [.. counts.Select(column => column.Name)],
        };
    }

    private static PlaceForm? FormOf(InputTable table, CountColumns named) => named switch
    {
        { Row: not null } or { Column: not null } => PlaceForm.RowAndColumn,
        { Cell: not null } => PlaceForm.Cell,
        { Longitude: not null } or { Latitude: not null } => PlaceForm.Centre,
        _ => Usual(table),
    };

    private static PlaceForm? Usual(InputTable table)
    {
        return Has(CountRoles.Row) && Has(CountRoles.Column) ? PlaceForm.RowAndColumn
            : Has(CountRoles.OriginRow) && Has(CountRoles.DestinationRow) ? PlaceForm.OriginAndDestination
            : Has(CountRoles.Cell) ? PlaceForm.Cell
            : Has(ColumnRole.Longitude) && Has(ColumnRole.Latitude) ? PlaceForm.Centre
            : null;

        bool Has(ColumnRole role) => role.Guess(table) is not null;
    }

    private static TableColumn[] FindCounts(InputTable table, IReadOnlyList<string> named, PlaceForm form)
    {
        if (named.Count > 0)
        {
            return [.. named.Select(name => table.Column(name, "the count"))];
        }

        var (directions, counts) = (CountRoles.DirectionsOf(table), CountRoles.CountsOf(table));
        return (directions.Count, counts.Count) switch
        {
            ( > 0, 0) when form != PlaceForm.OriginAndDestination => [.. directions],
            (0, 1) => [.. counts],
            (0, 0) => throw Ask($"has no usual column for the count; name one of {table.ColumnList}"),
            _ => throw Ask($"has several columns that may be counts; name one or more of {List([.. directions, .. counts])}"),
        };

        BadInputException Ask(InvariantText problem) => new(table.Title, problem) { Setting = nameof(CountColumns.Count) };
    }

    private static string List(IEnumerable<TableColumn> columns) => string.Join(", ", columns.Select(column => column.Name));

    private static TableColumn Find(InputTable table, string? name, ColumnRole role)
    {
        if (name is not null)
        {
            return table.Column(name, role.Title);
        }

        return role.Guess(table)
            ?? throw new BadInputException(table.Title, $"has no usual column for {role.Title}; name one of {table.ColumnList}")
            { Setting = role.Setting };
    }
}
