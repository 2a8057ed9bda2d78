using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Storage;
using FineFlow.Core.Tables;
using FineFlow.Onnx;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow export</c>: writes a model as an ONNX file.</summary>
internal static class ExportCommand
{
    /// <summary>The ending of exported models.</summary>
    internal const string Ending = ".onnx";

    private static readonly Argument<string> Run = new("RUN") { Description = "run folder or model bundle" };
    private static readonly Option<string> Target = new("--output")
    {
        Description = "file to write; predict --model and any ONNX runtime read it",
        Required = true,
        HelpName = $"FILE{Ending}",
    };

    public static Command Create()
    {
        var command = new Command("export", "Write a model as an ONNX file, from raw counts to raw counts that add up.")
        {
            Run, Target, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction(Export);
        return command;
    }

    private static int Export(ParseResult parsed)
    {
        var (run, output) = (parsed.GetRequiredValue(Run), parsed.GetRequiredValue(Target));
        if (!Path.GetExtension(output).Equals(Ending, StringComparison.OrdinalIgnoreCase))
        {
            throw new BadInputException("option --output", $"is '{output}'; a file with the ending {Ending} is expected");
        }

        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        using var model = ModelBundle.LoadConserving(run);
        AtomicFile.RequireWritable(output);
        var content = OnnxExport.Create(model);
        var trial = OnnxTrial.Run(model, content, output);
        if (!trial.Agrees)
        {
            Output.Error(
                $"{output}: not written, since ONNX Runtime infers other maps than the model: "
                + $"{NumberText.Brief(trial.LargestDifference)} of the largest cell apart");
            return ExitCodes.CheckFailed;
        }

        AtomicFile.Write(output, content, static (stream, bytes) => stream.Write(bytes));
        var report = new ExportReport(
            model.Card.Model, output, content.Length, model.Network.FixedMapSize, trial.LargestDifference, trial.Residual.Largest);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, Render);
        return ExitCodes.Done;
    }

    private static void Render(ExportReport report)
    {
        Output.Line($"{report.Model} in {report.Output} ({NumberText.Whole(report.Bytes)} bytes)");
        Output.Line(
            $"ONNX Runtime infers the model's maps from it: at most {NumberText.Brief(report.MaxDifference)} of the largest cell apart, "
            + $"largest residual {NumberText.Brief(report.MaxConservationError)} counts");
    }

    /// <summary>
    /// The fields of <c>export --json</c>. The difference, relative to the largest cell, and the residual are those of made-up input of up
    /// to 500 counts a cell.
    /// </summary>
    private sealed record ExportReport(
        string Model, string Output, int Bytes, bool FixedMapSize, double MaxDifference, double MaxConservationError);
}
