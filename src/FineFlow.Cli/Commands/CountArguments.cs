using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.CommandLine;
using FineFlow.Core;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Maps;

namespace FineFlow.Cli.Commands;

/// <summary>The options of counts that are already on a grid, for <c>data import maps</c> and <c>city</c>.</summary>
internal static class CountArguments
{
    private static readonly Option<string?> Row = Column("--row", "the row of a cell", "row or row_id");
    private static readonly Option<string?> ColumnOfCell = Column("--column", "the column of a cell", "column or column_id");
    private static readonly Option<string?> Cell = Column(
        "--cell", "the number of a cell, row by row, in place of row and column and beside --grid,", "cell or cell_id");

    private static readonly Option<string?> Count = new("--count")
    {
        Description = "columns of the counts in a table, a channel each (default: one or more of a usual name, as count or inflow,outflow)",
        HelpName = "COLUMN,..",
    };

    private static readonly Option<int?> Base = NumberOption.Whole(
        "--base", "N", "number of the first row, column or cell of a table: 0 or 1 (default: found out)");

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "name of the array in a .npz or .h5 (default: the only one that can be maps)",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Start = new("--start")
    {
        Description = "start of the first slot on the local clock, as 2014-07-01T00:00, for slots without a gap; with --slot "
            + "(default: as the files tell)",
        HelpName = "TIME",
    };

    /// <summary>The options.</summary>
    public static IReadOnlyList<Option> All { get; } = [Row, ColumnOfCell, Cell, Count, Base, Key, Start];

    /// <summary>Returns what a command line says of counts.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="rest">Where the counts are, and what is said of them by other options.</param>
    /// <exception cref="BadInputException">An option cannot be read.</exception>
    public static CountRequest Of(ParseResult parsed, CountRequest rest) => rest with
    {
        Key = parsed.GetValue(Key),
        Start = parsed.GetValue(Start) is { } text ? StartOf(text) : null,
        Base = parsed.GetValue(Base),
        Columns = rest.Columns with
        {
            Row = parsed.GetValue(Row),
            Column = parsed.GetValue(ColumnOfCell),
            Cell = parsed.GetValue(Cell),
            Count = parsed.GetValue(Count)?.Split(',', StringSplitOptions.TrimEntries) ?? [],
        },
    };

    /// <summary>Returns what the options of gridding say of counts.</summary>
    /// <param name="grid">The options.</param>
    /// <param name="said">Names of the properties that are said.</param>
    public static CountRequest Of(GridOptions grid, IReadOnlySet<string> said) => new()
    {
        Inputs = grid.Inputs,
        Time = grid.Columns.Time,
        Columns = new() { Longitude = grid.Columns.Longitude, Latitude = grid.Columns.Latitude },
        ColumnNames = grid.ColumnNames,
        Slot = said.Contains(nameof(grid.SlotMinutes)) ? grid.SlotMinutes : null,
        Grid = said.Contains(nameof(grid.Rows)) ? (grid.Rows, grid.ColumnCount) : null,
        Box = grid.Box,
        Zone = grid.Zone,
        TimeFormats = grid.TimeFormats,
        Limits = grid.Limits,
    };

    private static Option<string?> Column(string name, string what, string usual) => new(name)
    {
        Description = $"what {what} is called in a table of counts (default: one of a usual name, as {usual})",
        HelpName = "COLUMN",
    };

    private static DateTime StartOf(string text) =>
        DateTime.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss"],
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
            ? start
            : throw new BadInputException("option --start", $"is '{text}'; a day and a time of day are expected, as 2014-07-01T00:00");
}
