using System.CommandLine;
using FineFlow.AspNetCore.Api;
using FineFlow.AspNetCore.Datasets;
using FineFlow.AspNetCore.Pages;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Storage;
using FineFlow.Core.Tables;
using FineFlow.Onnx;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow export</c>: writes a model as an ONNX file, or as a page that runs it.</summary>
internal static class ExportCommand
{
    /// <summary>The ending of exported models.</summary>
    internal const string Ending = ".onnx";

    private const string PageEnding = ".html";
    private const int DefaultSlots = 48;

    private static readonly Argument<string> Run = new("RUN") { Description = "run folder or model bundle" };
    private static readonly Option<string> Target = new("--output")
    {
        Description = $"file to write: {Ending}, which predict --model and any ONNX runtime read, "
            + $"or {PageEnding}, a page that runs the model in a browser, without a server",
        Required = true,
        HelpName = $"FILE{Ending}|FILE{PageEnding}",
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "dataset folder whose last split a page shows (default: none, and no page)",
        HelpName = "DIR",
    };

    private static readonly Option<int?> Slots = NumberOption.Whole(
        "--slots", "N", $"slots that the page holds, from the split's first on (default: {DefaultSlots})");

    public static Command Create()
    {
        var command = new Command(
            "export", "Write a model as an ONNX file, from raw counts to raw counts that add up, or as a page that runs it.")
        {
            Run, Target, Data, Slots, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction(Export);
        return command;
    }

    private static int Export(ParseResult parsed)
    {
        var (run, output) = (parsed.GetRequiredValue(Run), parsed.GetRequiredValue(Target));
        var data = PageData(parsed, output);
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

        if (data is null)
        {
            AtomicFile.Write(output, content, static (stream, bytes) => stream.Write(bytes));
        }
        else
        {
            CheckFit(content, data);
            AtomicFile.Write(output, stream => BrowserPage.Write(stream, ModelCardResponse.OfExported(model), data, content));
        }

        var report = new ExportReport(
            model.Card.Model, output, new FileInfo(output).Length, model.Network.FixedMapSize, trial.LargestDifference,
            trial.Residual.Largest);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, written => Render(written, data));
        return ExitCodes.Done;
    }

    /// <summary>Returns what a page shows; null for an ONNX file.</summary>
    private static ServedDataset? PageData(ParseResult parsed, string output)
    {
        var (folder, slots) = (parsed.GetValue(Data), parsed.GetValue(Slots));
        if (HasEnding(output, Ending))
        {
            return folder is null && slots is null
                ? null
                : throw new BadInputException(
                    $"option {(folder is null ? Slots.Name : Data.Name)}", $"is of a page; expected a file with the ending {PageEnding}");
        }

        if (!HasEnding(output, PageEnding))
        {
            throw new BadInputException(
                $"option {Target.Name}", $"is '{output}'; a file with the ending {Ending} or {PageEnding} is expected");
        }

        if (slots < 1)
        {
            throw new BadInputException($"option {Slots.Name}", $"is {slots}; at least 1 is expected");
        }

        BrowserPage.Require();
        return folder is null
            ? throw new BadInputException($"option {Data.Name}", "is missing; a page shows the maps of a dataset folder")
            : ServedDataset.Load(folder).Take(slots ?? DefaultSlots);
    }

    private static bool HasEnding(string path, string ending) =>
        Path.GetExtension(path).Equals(ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Checks all slots of a page, and infers the first ones.</summary>
    /// <exception cref="BadInputException">The model does not take them.</exception>
    private static void CheckFit(byte[] content, ServedDataset data)
    {
        using var exported = OnnxModel.Load(content, data.Name);
        if (exported.Options.ScaleFactor != data.ScaleFactor)
        {
            throw new BadInputException(
                data.Name, $"has an upscaling factor of {data.ScaleFactor}; {exported.Options.ScaleFactor} is expected, as in the model");
        }

        // A page does without a bound of missing counts, as every exported model does.
        _ = exported.Infer(data.Split.Inputs with { Below = null }, null, data.Name).First();
    }

    private static void Render(ExportReport report, ServedDataset? data)
    {
        Output.Line($"{report.Model} in {report.Output} ({NumberText.Whole(report.Bytes)} bytes)");
        if (data is not null)
        {
            Output.Line(
                $"with {NumberText.Whole(data.Split.Samples)} slots of {data.Title}; open it in a browser, or put it on any host of files: "
                + "it needs no server");
        }

        Output.Line(
            $"ONNX Runtime infers the model's maps from it: at most {NumberText.Brief(report.MaxDifference)} of the largest cell apart, "
            + $"largest residual {NumberText.Brief(report.MaxConservationError)} counts");
    }

    /// <summary>
    /// The fields of <c>export --json</c>. The difference, relative to the largest cell, and the residual are those of made-up input of up
    /// to 500 counts a cell.
    /// </summary>
    private sealed record ExportReport(
        string Model, string Output, long Bytes, bool FixedMapSize, double MaxDifference, double MaxConservationError);
}
