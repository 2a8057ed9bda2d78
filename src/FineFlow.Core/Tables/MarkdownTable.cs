using System.Text;

namespace FineFlow.Core.Tables;

/// <summary>Renders a table as Markdown.</summary>
internal static class MarkdownTable
{
    /// <summary>Returns the lines of a table. Cells may hold Markdown, as bold text.</summary>
    /// <param name="table">The table, with a head.</param>
    public static string Of(TextTable table)
    {
        var text = new StringBuilder();
        Append(text, table.Columns.Select(column => column.Head));
        var rules = table.Columns.Select(column => column.Alignment == Alignment.Right ? "---:" : "---");
        text.Append('|').AppendJoin('|', rules).Append("|\n");
        foreach (var row in table.Rows)
        {
            Append(text, row);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(Cell)).Append(" |\n");

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
