using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Settings;
using FineFlow.Core.Tables;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow models</c>: lists the catalog.</summary>
internal static class ModelsCommand
{
    private static readonly Argument<string?> Name = new("NAME")
    {
        Description = "a model to show with all its settings (default: a list of all models)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Bibliography = new("--bibtex")
    {
        Description = "print the papers of the models, or of the one that is named, as BibTeX",
    };

    public static Command Create()
    {
        var command = new Command("models", "List the models with their sizes at the TaxiBJ default, or one with its settings.")
        {
            Name, Bibliography, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            if (parsed.GetValue(Bibliography))
            {
                WriteBibliography(parsed.GetValue(Name), json);
                return ExitCodes.Done;
            }

            if (parsed.GetValue(Name) is { } name)
            {
                Output.Report(json, ModelReport.Of(ModelCatalog.Find(name)), RenderOne);
            }
            else
            {
                Output.Report(json, new CatalogReport([.. ModelCatalog.All.Select(ModelReport.Of)]), RenderAll);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static void WriteBibliography(string? name, bool json)
    {
        if (json)
        {
            throw new BadInputException("options --bibtex and --json", "exclude one another; the JSON names the publications as well");
        }

        var models = name is null ? ModelCatalog.All : [ModelCatalog.Find(name)];
        var text = BibTex.Of(models);
        Output.Line(text.Length > 0
            ? text.TrimEnd()
            : throw new BadInputException($"model '{name}'", "is FineFlow's own and was published in no paper"));
    }

    private static void RenderAll(CatalogReport catalog) => TerminalTable.Write(TextTable.Of(
        catalog.Models,
        [
            new("model", model => model.Name),
            new("what it is", model => $"{model.Title}\n{model.Paper}", Wraps: true),
            new("parameters", model => NumberText.Whole(model.Parameters)),
            new("MACs", MultiplyAdds),
            new("adds up", AddsUp),
        ]));

    private static void RenderOne(ModelReport model)
    {
        TerminalTable.Write(TextTable.Pairs(
        [
            ("model", model.Name),
            ("what it is", model.Title),
            ("published in", model.Paper),
            .. model.Publications.Select(paper => ("", string.Join('\n', new[] { paper.Title, paper.Link }.OfType<string>()))),
            ("parameters", NumberText.Whole(model.Parameters)),
            ("multiply-adds", $"{MultiplyAdds(model)} a sample"),
            ("adds up", AddsUp(model)),
            ("own loss", model.Loss),
        ]));
        TerminalTable.Write(TextTable.Of(
            model.Settings,
            [
                new("--set", setting => setting.Name),
                new("default", setting => setting.Default?.ToJsonString() ?? ""),
                new("meaning", setting => setting.Description, Wraps: true),
            ]));
    }

    private static string MultiplyAdds(ModelReport model) => Invariant($"{model.MultiplyAdds / 1e9:F2} G");

    private static string AddsUp(ModelReport model) => model.Conserves switch
    {
        ConservationGuarantee.Exactly => "exactly",
        ConservationGuarantee.UpToEpsilon => "to epsilon",
        _ => "no",
    };

    /// <summary>The fields of <c>models --json</c>.</summary>
    private sealed record CatalogReport(IReadOnlyList<ModelReport> Models);

    /// <summary>A model at TaxiBJ's size: coarse 32x32, factor 4, one channel, with external factors.</summary>
    private sealed record ModelReport(
        string Name,
        string Title,
        string Paper,
        IReadOnlyList<PublicationReport> Publications,
        long Parameters,
        long MultiplyAdds,
        ConservationGuarantee Conserves,
        string Loss,
        IReadOnlyList<SettingInfo> Settings)
    {
        public static ModelReport Of(ModelEntry entry) => new(
            entry.Name,
            entry.Title,
            entry.Origin,
            [.. entry.Publications.Select(paper => new PublicationReport($"{paper}", paper.Title, paper.Year, paper.Link))],
            entry.Facts.Parameters,
            entry.Facts.MultiplyAdds,
            entry.Facts.Conserves,
            entry.Loss,
            SettingsBinder.Describe(entry.Defaults));
    }

    /// <summary>A paper to cite for a model; the link is null where no page is known.</summary>
    private sealed record PublicationReport(string Name, string Title, int Year, string? Link);
}
