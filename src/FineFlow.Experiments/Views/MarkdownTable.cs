using System.Text;

namespace FineFlow.Experiments.Views;

/// <summary>A table in Markdown: the first column holds names, the others numbers.</summary>
/// <param name="head">The cells of the head.</param>
internal sealed class MarkdownTable(params IReadOnlyList<string> head)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    public void Add(params IReadOnlyList<string> row) => _rows.Add(row);

    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text, head);
        text.Append('|').AppendJoin('|', head.Select((_, column) => column == 0 ? "---" : "---:")).Append("|\n");
        _rows.ForEach(row => Write(text, row));
        return text.ToString();
    }

    private static void Write(StringBuilder text, IReadOnlyList<string> row) => text.Append("| ").AppendJoin(" | ", row.Select(Escape)).Append(" |\n");

    /// <summary>Names may hold what Markdown would take for its own.</summary>
    private static string Escape(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
