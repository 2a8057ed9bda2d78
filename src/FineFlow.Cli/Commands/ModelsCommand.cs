using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Settings;
using FineFlow.Core.Tables;
using FineFlow.Torch.Models;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow models</c>: lists the catalog.</summary>
internal static class ModelsCommand
{
    private static readonly Argument<string?> Name = new("NAME")
    {
        Description = "a model to show with all its settings (default: a list of all models)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = new Command("models", "List the models with their sizes at the TaxiBJ default, or one with its settings.")
        {
            Name, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            var json = parsed.GetValue(CommonOptions.Json);
            NativeLibraries.Require();
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
        long Parameters,
        long MultiplyAdds,
        ConservationGuarantee Conserves,
        string Loss,
        IReadOnlyList<SettingInfo> Settings)
    {
        public static ModelReport Of(ModelEntry entry)
        {
            using var network = entry.Create(entry.Defaults);
            return new(
                entry.Name,
                entry.Title,
                entry.Paper,
                network.ParameterCount(),
                MultiplyAddCounter.PerSample(network),
                network.Guarantee,
                entry.Loss,
                SettingsBinder.Describe(entry.Defaults));
        }
    }
}
