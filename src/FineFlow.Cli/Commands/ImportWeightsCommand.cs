using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Tables;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow import-weights</c>: makes a bundle from the published code's weights.</summary>
internal static class ImportWeightsCommand
{
    private static readonly Argument<string> Weights = new("WEIGHTS.safetensors")
    {
        Description = "the network's full state dict under its official names",
    };
    private static readonly Option<string> Model = new("--model")
    {
        Description = "model of the catalog, see fineflow models",
        Required = true,
        HelpName = "NAME",
    };
    private static readonly Option<string> Out = new("--out") { Description = "bundle to make", Required = true, HelpName = "DIR" };

    public static Command Create()
    {
        var command = new Command("import-weights", "Make a bundle of weights that the published code trained, and try it.")
        {
            Weights, Model, Out, CommonOptions.Set, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        NativeLibraries.Require();
        var entry = ModelCatalog.Find(parsed.GetRequiredValue(Model));
        var options = entry.Configure(CommonOptions.Settings(parsed));
        var folder = parsed.GetRequiredValue(Out);
        var (card, residual) = WeightsImport.Import(parsed.GetRequiredValue(Weights), entry, options, folder);
        var report = new ImportReport(folder, card.Model, card.Parameters, card.WeightsSha256, residual.Largest, residual.Conserves);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, Render);
        return ExitCodes.Done;
    }

    private static void Render(ImportReport report)
    {
        Output.Line($"{report.Model} with {NumberText.Whole(report.Parameters)} parameters in {report.Bundle}");
        Output.Line($"it loads and infers finite maps; largest residual {NumberText.Brief(report.MaxConservationError)} counts");
    }

    /// <summary>The fields of <c>import-weights --json</c>. The residual is that of made-up input of up to 500 counts a cell.</summary>
    private sealed record ImportReport(
        string Bundle,
        string Model,
        long Parameters,
        string WeightsSha256,
        double MaxConservationError,
        bool Conserves);
}
