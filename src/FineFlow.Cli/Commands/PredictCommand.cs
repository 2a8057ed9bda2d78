using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Tables;
using FineFlow.Engine.Predictions;
using FineFlow.Outputs;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow predict</c>: infers fine maps of a file.</summary>
internal static class PredictCommand
{
    private static readonly Argument<string> Run = new("RUN") { Description = "run folder or model bundle" };
    private static readonly Option<string> Input = new("--input")
    {
        Description = "coarse counts, [n, H, W] or [n, C, H, W], any numeric type",
        Required = true,
        HelpName = "X.npy",
    };
    private static readonly Option<string?> External = new("--ext")
    {
        Description = "external factors [n, 7], for models that use them (default: none)",
        HelpName = "ext.npy",
    };
    private static readonly Option<string?> Time = new("--time")
    {
        Description = "starts of the slots [n] in seconds since 1970 on the local clock, which .csv, .geojson, .tif and .png then name "
            + "(default: slots are numbered)",
        HelpName = "time.npy",
    };
    private static readonly Option<string> Target = new("--output")
    {
        Description = $"fine counts to write: {Formats}",
        Required = true,
        HelpName = "FILE",
    };
    private static readonly Option<int?> Slot = NumberOption.Whole(
        "--slot", "K", "the slot that a .png shows, from 0 (default: the mean of all)");
    private static readonly Option<string?> Tile = new("--tile")
    {
        Description = "infer a large map tile by tile, each of so many coarse rows and columns (default: the whole map at once)",
        HelpName = "ROWSxCOLUMNS",
    };
    private static readonly Option<int?> Overlap = NumberOption.Whole(
        "--overlap", "N", "coarse cells that neighbouring tiles share (default: half of their shorter side)");
    private static readonly Option<bool> Integers = new("--integers")
    {
        Description = "round to whole counts, up to 2^53, that still add up exactly, by largest remainder",
    };

    private static string Formats => string.Join(", ", OutputFormats.All
        .Where(format => format.Endings.Count > 0)
        .Select(format => $"{format.Description} ({format.Endings[0]})"));

    public static Command Create()
    {
        var command = new Command("predict", "Infer fine maps from a file of coarse maps.")
        {
            Run, Input, External, Time, Target, Slot, Tile, Overlap, Integers,
            CommonOptions.Exact, CommonOptions.Project, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Strict,
            CommonOptions.Json,
        };
        command.SetAction(Predict);
        return command;
    }

    private static int Predict(ParseResult parsed)
    {
        var (run, output) = (parsed.GetRequiredValue(Run), parsed.GetRequiredValue(Target));
        OutputFormats.FromPath(output);
        var input = PredictionInput.Read(parsed.GetRequiredValue(Input), parsed.GetValue(External), parsed.GetValue(Time));
        var prediction = new FilePrediction(input, Options(parsed), output);
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        using var model = ModelLoader.Load(run, parsed);
        using var interruption = new Interruption();
        Output.Report(parsed.GetValue(CommonOptions.Json), prediction.Run(model, run, Output.Warning, interruption.Token), Render);
        return ExitCodes.Done;
    }

    private static PredictionOptions Options(ParseResult parsed) => new()
    {
        Slot = parsed.GetValue(Slot),
        Tiling = TilingOf(parsed),
        Integers = parsed.GetValue(Integers),
        Strict = parsed.GetValue(CommonOptions.Strict),
    };

    private static Tiling? TilingOf(ParseResult parsed)
    {
        if (parsed.GetValue(Tile) is not { } size)
        {
            return parsed.GetValue(Overlap) is null
                ? null
                : throw new BadInputException("option --overlap", "is of tiles; expected --tile beside it");
        }

        var (rows, columns) = TextOption.Size("option --tile", size);
        return new Tiling(rows, columns, parsed.GetValue(Overlap) ?? Math.Min(rows, columns) / 2);
    }

    private static void Render(PredictionReport report)
    {
        var maps = report.Samples == 1 ? "1 fine map" : $"{report.Samples} fine maps";
        Output.Line($"{report.Model}: {maps} of {report.Shape[2]} x {report.Shape[3]} in {report.Output}");
        Output.Line($"largest residual {NumberText.Brief(report.MaxConservationError)} counts");
    }
}
