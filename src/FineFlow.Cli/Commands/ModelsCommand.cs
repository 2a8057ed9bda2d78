using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.Terminal;
using FineFlow.Torch.Models;
using FineFlow.Torch.Runtime;
using FineFlow.Torch.Settings;
using Spectre.Console;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow models</c>: the catalog.</summary>
internal static class ModelsCommand
{
    private static readonly Argument<string?> Name = new("NAME") { Description = "show one model with all its settings", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        var command = new Command("models", "List the models with their sizes at the TaxiBJ default, or one with its settings.") { Name, CommonOptions.Json };
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

    private static void RenderAll(CatalogReport catalog)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("model", "what it is", "published in", "parameters", "multiply-adds a sample", "adds up", "own loss");
        foreach (var model in catalog.Models)
        {
            table.AddRow(Cells(model));
        }

        Output.Console.Write(table);
    }

    private static string[] Cells(ModelReport model) =>
    [
        model.Name,
        model.Title,
        model.Paper,
        model.Parameters.ToString("N0", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{model.MultiplyAdds / 1e9:F2} G"),
        model.Conserves switch
        {
            Conserves.Exactly => "exactly",
            Conserves.UpToEpsilon => "up to its epsilon",
            _ => "no",
        },
        model.Loss,
    ];

    private static void RenderOne(ModelReport model)
    {
        RenderAll(new CatalogReport([model]));
        var table = new Table().Border(TableBorder.Rounded).AddColumns("--set", "default", "meaning");
        foreach (var setting in model.Settings)
        {
            table.AddRow(Markup.Escape(setting.Name), Markup.Escape(setting.Default?.ToJsonString() ?? ""), Markup.Escape(setting.Description));
        }

        Output.Console.Write(table);
    }

    /// <summary>What <c>models --json</c> prints.</summary>
    private sealed record CatalogReport(IReadOnlyList<ModelReport> Models);

    /// <summary>A model at the TaxiBJ default: coarse 32x32, factor 4, one channel, with externals.</summary>
    private sealed record ModelReport(
        string Name, string Title, string Paper, long Parameters, long MultiplyAdds, Conserves Conserves, string Loss, IReadOnlyList<SettingInfo> Settings)
    {
        public static ModelReport Of(ModelEntry entry)
        {
            using var network = entry.Create(entry.Defaults);
            return new(
                entry.Name, entry.Title, entry.Paper, network.ParameterCount(), MultiplyAddCounter.PerSample(network), network.Conserves, entry.Loss,
                SettingsBinder.Describe(entry.Defaults));
        }
    }
}
