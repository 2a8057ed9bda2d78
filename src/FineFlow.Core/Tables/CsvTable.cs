namespace FineFlow.Core.Tables;

/// <summary>Renders a table as CSV (RFC 4180, lines end in a line feed).</summary>
internal static class CsvTable
{
    /// <summary>Returns the lines of a table.</summary>
    /// <param name="table">The table.</param>
    public static string Of(TextTable table) => string.Concat(table.Rows
        .Prepend([.. table.Columns.Select(column => column.Head)])
        .Select(row => string.Join(',', row.Select(Cell)) + "\n"));

    private static string Cell(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
