using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Maps;

/// <summary>Finds the cell that a row of a table names.</summary>
internal abstract class CellNumbers
{
    /// <summary>Stands for a place that is no cell.</summary>
    public const int None = -1;

    private const int MostSide = 4096;

    /// <summary>Rows of the maps.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of the maps.</summary>
    public required int Columns { get; init; }

    /// <summary>Outer edges of the maps; null where the table does not tell them.</summary>
    public BoundingBox? Box { get; init; }

    /// <summary>Number of cells.</summary>
    public int Cells => Rows * Columns;

    /// <summary>Returns the cell of a place in row-major order; <see cref="None"/> where it is none.</summary>
    public abstract int Find(double first, double second);

    /// <summary>Looks through a table.</summary>
    /// <exception cref="BadInputException">The table does not show how its cells are numbered.</exception>
    public static CellNumbers Of(Engine engine, InputTable table, CountTableColumns columns, CountRequest request)
    {
        if (columns.Form == PlaceForm.Centre)
        {
            return CellCentres.Of(engine, table, columns.Places, request);
        }

        TableColumn[] rows = [.. columns.Places.Where((_, index) => index % 2 == 0)];
        TableColumn[] across = [.. columns.Places.Where((_, index) => index % 2 == 1)];
        var down = RangeOf(engine, table, rows);
        return columns.Form == PlaceForm.Cell
            ? Numbered(table, down, request)
            : RowsAndColumns(table, down, RangeOf(engine, table, across), request);
    }

    private static NumberedCells Numbered(InputTable table, (double First, double Last) range, CountRequest request)
    {
        var (rows, columns) = request.Grid
            ?? throw new BadInputException(table.Title, "numbers its cells, row by row; the rows and columns of the grid are expected")
            { Setting = nameof(CountRequest.Grid) };
        var first = request.Base ?? FirstNumber(table, "cells", range.First == 0, range.Last == (double)rows * columns, range.First);
        return new(first) { Rows = rows, Columns = columns, Box = request.Box };
    }

    private static RowAndColumn RowsAndColumns(
        InputTable table, (double First, double Last) down, (double First, double Last) across, CountRequest request)
    {
        var isFromOne = request.Grid is var (rows, columns) && (down.Last == rows || across.Last == columns);
        var first = request.Base
            ?? FirstNumber(table, "rows and columns", down.First == 0 || across.First == 0, isFromOne, Math.Min(down.First, across.First));
        var (height, width) = request.Grid ?? (Side(table, down.Last - first + 1), Side(table, across.Last - first + 1));
        return new(first) { Rows = height, Columns = width, Box = request.Box };
    }

    private static int FirstNumber(InputTable table, string what, bool isFromZero, bool isFromOne, double first)
    {
        if (isFromZero || isFromOne)
        {
            return isFromZero ? 0 : 1;
        }

        throw new BadInputException(
            table.Title, $"has {what} from {first}, which does not show whether the first one is 0 or 1; say which")
        { Setting = nameof(CountRequest.Base) };
    }

    private static int Side(InputTable table, double length) => length is >= 1 and <= MostSide && length == Math.Floor(length)
        ? (int)length
        : throw new BadInputException(table.Title, $"has rows or columns up to {length - 1}; whole numbers below {MostSide} are expected");

    private static (double First, double Last) RangeOf(Engine engine, InputTable table, TableColumn[] columns)
    {
        var row = engine.Rows(table.Title, CountQuery.Range(table.Scan(engine), columns))[0];
        return row is [double first, double last]
            ? (first, last)
            : throw new BadInputException(table.Title, $"has no number in column '{columns[0].Name}'");
    }

    /// <summary>Returns a number without its base, if it is a whole one of so many.</summary>
    private static int Index(double number, int first, long length) =>
        number - first is >= 0 and var index && index < length && index == Math.Floor(index) ? (int)index : None;

    /// <summary>Cells by row and column.</summary>
    private sealed class RowAndColumn(int first) : CellNumbers
    {
        public override int Find(double one, double other)
        {
            var (row, column) = (Index(one, first, Rows), Index(other, first, Columns));
            return row == None || column == None ? None : (row * Columns) + column;
        }
    }

    /// <summary>Cells by one number, row by row.</summary>
    private sealed class NumberedCells(int first) : CellNumbers
    {
        public override int Find(double one, double other) => Index(one, first, Cells);
    }
}
