using System.Text;
using FineFlow.Core.Tables;

namespace FineFlow.Experiments.Views;

/// <summary>A table of an experiment's results, before it is rendered as Markdown or LaTeX.</summary>
/// <param name="Title">Its heading; null: the experiment's own is enough.</param>
/// <param name="Table">The table; null where the notes tell why there is none.</param>
/// <param name="Notes">Sentences below it.</param>
internal sealed record ResultSection(string? Title, TextTable? Table, params IReadOnlyList<string> Notes)
{
    /// <summary>Returns the section as Markdown; it ends in a line feed.</summary>
    public string Markdown()
    {
        var text = new StringBuilder();
        if (Title is not null)
        {
            text.Append("### ").Append(Title).Append("\n\n");
        }

        if (Table is not null)
        {
            text.Append(MarkdownTable.Of(Table)).Append(Notes.Count > 0 ? "\n" : "");
        }

        foreach (var note in Notes)
        {
            text.Append(note).Append('\n');
        }

        return text.ToString();
    }
}
