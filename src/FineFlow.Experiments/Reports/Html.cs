using System.Net;
using FineFlow.Core.Tables;

namespace FineFlow.Experiments.Reports;

/// <summary>Parts of a page. Arguments are plain text, except for parameters named content, which are HTML.</summary>
internal static class Html
{
    /// <summary>Escapes text for HTML and replaces control characters by spaces.</summary>
    public static string Text(string text) =>
        WebUtility.HtmlEncode(string.Concat(text.Select(character => char.IsControl(character) && character != '\n' ? ' ' : character)));

    public static string Paragraph(string text) => $"<p>{Text(text)}</p>\n";

    /// <summary>Returns a section with a heading; empty where there is no content.</summary>
    public static string Section(string id, string title, params string[] content) => content.All(string.IsNullOrEmpty)
        ? ""
        : $"<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{Text(title)}</h2>\n{string.Concat(content)}</section>\n";

    /// <summary>Returns a table whose first column names the rows.</summary>
    public static string Table(string caption, TextTable table)
    {
        var titles = string.Concat(table.Columns.Select(column => $"<th scope=\"col\">{Text(column.Head)}</th>"));
        return $"<div class=\"wide\"><table{(table.HasHead ? "" : " class=\"pairs\"")}>\n<caption>{Text(caption)}</caption>\n"
            + (table.HasHead ? $"<thead><tr>{titles}</tr></thead>\n" : "")
            + $"<tbody>\n{string.Concat(table.Rows.Select(Row))}</tbody>\n</table></div>\n";
    }

    /// <summary>Returns the numbers at the head of a page.</summary>
    public static string Headline(IEnumerable<(string Name, string Value, string Note)> numbers) =>
        $"<dl class=\"headline\">\n{string.Concat(numbers.Select(Headline))}</dl>\n";

    public static string Picture(ReportPicture picture) =>
        $"<figure><img alt=\"{Text(picture.Alternative)}\" src=\"data:image/png;base64,{Convert.ToBase64String(picture.Png)}\">"
        + $"<figcaption>{Text(picture.Caption)}</figcaption></figure>\n";

    public static string Note(string text) => $"<p class=\"note\" role=\"note\">{Text(text)}</p>\n";

    public static string Code(string text) => $"<pre tabindex=\"0\"><code>{Text(text)}</code></pre>\n";

    private static string Headline((string Name, string Value, string Note) number) =>
        $"<div><dt>{Text(number.Name)}</dt><dd>{Text(number.Value)}<small>{Text(number.Note)}</small></dd></div>\n";

    private static string Row(IReadOnlyList<string> cells) =>
        $"<tr><th scope=\"row\">{Text(cells[0])}</th>{string.Concat(cells.Skip(1).Select(cell => $"<td>{Text(cell)}</td>"))}</tr>\n";
}
