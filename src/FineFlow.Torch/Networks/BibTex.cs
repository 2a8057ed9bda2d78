using System.Globalization;
using System.Text;

namespace FineFlow.Torch.Networks;

/// <summary>The models' papers as a BibTeX file.</summary>
internal static class BibTex
{
    private const string Arxiv = "arXiv";

    /// <summary>Returns an entry for each paper of the models, in their order and once; empty where there is none.</summary>
    public static string Of(IEnumerable<ModelEntry> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        return string.Join('\n', models.SelectMany(model => model.Publications).DistinctBy(paper => paper.Key).Select(Of));
    }

    private static string Of(Publication paper)
    {
        var text = new StringBuilder($"@{(paper.InJournal ? "article" : "inproceedings")}{{{paper.Key},\n");
        foreach (var (name, value) in Fields(paper).Where(field => field.Value is not null))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name} = {{{value}}},\n");
        }

        return text.Append("}\n").ToString();
    }

    private static (string Name, string? Value)[] Fields(Publication paper) =>
    [
        ("author", string.Join(" and ", paper.Authors)),
        ("title", $"{{{paper.Title}}}"), // braces keep its capitals
        (paper.InJournal ? "journal" : "booktitle", paper.Venue),
        ("volume", paper.Volume),
        ("number", paper.Number),
        ("pages", paper.Pages?.Replace("-", "--", StringComparison.Ordinal)),
        ("year", paper.Year.ToString(CultureInfo.InvariantCulture)),
        ("doi", paper.Doi),
        ("eprint", paper.Arxiv),
        ("archiveprefix", paper.Arxiv is null ? null : Arxiv),
    ];
}
