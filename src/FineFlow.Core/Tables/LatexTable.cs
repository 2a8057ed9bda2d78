using System.Text;

namespace FineFlow.Core.Tables;

/// <summary>Renders a table as a LaTeX tabular in the style of the package booktabs.</summary>
internal static class LatexTable
{
    /// <summary>The characters that LaTeX takes for its own or that its fonts lack in text, and how they are written.</summary>
    private static readonly Dictionary<char, string> Written = new()
    {
        ['\\'] = @"\textbackslash{}",
        ['{'] = @"\{",
        ['}'] = @"\}",
        ['$'] = @"\$",
        ['&'] = @"\&",
        ['#'] = @"\#",
        ['%'] = @"\%",
        ['_'] = @"\_",
        ['^'] = @"\textasciicircum{}",
        ['~'] = @"\textasciitilde{}",
        ['<'] = "$<$",
        ['>'] = "$>$",
        ['|'] = "$|$",
        ['±'] = @"$\pm$",
        ['×'] = @"$\times$",
        ['−'] = "$-$",
        ['…'] = @"\ldots{}",
    };

    /// <summary>
    /// Returns the lines of a table. Cells may hold Markdown's bold text. Columns of one group stand below its name.
    /// </summary>
    /// <param name="table">The table, with a head.</param>
    public static string Of(TextTable table)
    {
        var text = new StringBuilder();
        text.Append(@"\begin{tabular}{").AppendJoin("", table.Columns.Select(column => Side(column.Alignment))).Append("}\n\\toprule\n");
        AppendGroups(text, table.Columns);
        Append(text, table.Columns.Select(column => column.Title));
        text.Append("\\midrule\n");
        foreach (var row in table.Rows)
        {
            Append(text, row);
        }

        return text.Append("\\bottomrule\n\\end{tabular}\n").ToString();
    }

    /// <summary>
    /// Returns a table with a caption and a label, one tabular for each group; what is wider than the text is made smaller.
    /// </summary>
    /// <param name="table">The table, with a head.</param>
    /// <param name="caption">Plain text.</param>
    /// <param name="label">Its name behind "tab:".</param>
    public static string Floating(TextTable table, string caption, string label) => $$"""
        \begin{table}
        \centering
        \caption{{{Escape(caption)}}}
        \label{tab:{{label}}}
        {{string.Join("\n\\medskip\n\n", table.ByGroup().Select(Fitted))}}
        \end{table}

        """;

    /// <summary>Writes plain text so that LaTeX shows it as it is.</summary>
    public static string Escape(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Select(character => Written.GetValueOrDefault(character) ?? character.ToString()));

    private static string Fitted(TextTable table) =>
        $"\\resizebox{{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}}{{!}}{{%\n{Of(table)}}}";

    private static char Side(Alignment alignment) => alignment == Alignment.Right ? 'r' : 'l';

    /// <summary>Appends the line of the groups with a rule below each; nothing where no column has a group.</summary>
    private static void AppendGroups(StringBuilder text, IReadOnlyList<Column> columns)
    {
        var (names, rules, first) = (new List<string>(), new List<string>(), 1);
        while (first <= columns.Count)
        {
            var group = columns[first - 1].Group;
            var width = columns.Skip(first - 1).TakeWhile(column => column.Group == group).Count();
            names.Add(group is null
                ? string.Concat(Enumerable.Repeat("& ", width - 1))
                : $@"\multicolumn{{{width}}}{{c}}{{{Escape(group)}}}");
            if (group is not null)
            {
                rules.Add(Invariant($@"\cmidrule(lr){{{first}-{first + width - 1}}}"));
            }

            first += width;
        }

        if (rules.Count > 0)
        {
            text.AppendJoin(" & ", names).Append(" \\\\\n").AppendJoin("", rules).Append('\n');
        }
    }

    private static void Append(StringBuilder text, IEnumerable<string> cells) =>
        text.AppendJoin(" & ", cells.Select(Cell)).Append(" \\\\\n");

    private static string Cell(string text) => text is ['*', '*', .. var bold, '*', '*'] ? $@"\textbf{{{Escape(bold)}}}" : Escape(text);
}
