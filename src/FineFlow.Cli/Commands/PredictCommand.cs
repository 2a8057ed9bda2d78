using System.CommandLine;
using FineFlow.Cli.Cities;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Reports;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Distributions;
using FineFlow.Core.Settings;
using FineFlow.Core.Tables;
using FineFlow.Engine.Predictions;
using FineFlow.Ingest.Maps;
using FineFlow.Onnx;
using FineFlow.Outputs;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow predict</c>: infers fine maps of a file.</summary>
internal static class PredictCommand
{
    private static readonly Argument<string?> Run = new("RUN")
    {
        Description = "run folder or model bundle",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<string?> Model = new("--model")
    {
        Description = "in place of RUN: a model that fineflow export wrote, which ONNX Runtime computes without libtorch (default: RUN)",
        HelpName = "FILE.onnx",
    };
    private static readonly Option<string?> Input = new("--input")
    {
        Description = "coarse counts, [n, H, W] or [n, C, H, W], any numeric type, or as 'data import maps' reads them: .tif, .h5, a "
            + "table; NaN or no data: a missing count, which dmn, pha and kha infer (default: from --data)",
        HelpName = "X.npy|X.tif",
    };
    private static readonly Option<string?> Data = new("--data")
    {
        Description = "dataset folder, in place of --input: coarse counts, external factors and times of one of its splits "
            + "(default: from --input)",
        HelpName = "DIR",
    };
    private static readonly Option<string?> Split = new("--split")
    {
        Description = "split of --data: train, valid or test (default: test)",
        HelpName = "NAME",
    };
    private static readonly Option<string?> External = new("--ext")
    {
        Description = "external factors [n, 7] of --input, for models that use them (default: none)",
        HelpName = "ext.npy",
    };
    private static readonly Option<string?> Time = new("--time")
    {
        Description = "starts of the slots of --input [n] in seconds since 1970 on the local clock, for models that use them; "
            + "all formats but .npy then name them (default: as the file tells, or slots are numbered)",
        HelpName = "time.npy",
    };
    private static readonly Option<int?> Below = NumberOption.Whole(
        "--below", "K", "the missing counts of --input are known to be smaller than K, as small ones that were withheld for privacy; "
        + "for --data, dataset.json says so (default: nothing is known of them)");
    private static readonly Option<string> Target = new("--output")
    {
        Description = $"fine counts to write: {Formats}",
        Required = true,
        HelpName = "FILE",
    };
    private static readonly Option<int?> Slot = NumberOption.Whole(
        "--slot", "K", "the slot that a .png shows, from 0 (default: the mean of all)");
    private static readonly Option<bool> ZerosAsNodata = new("--zeros-as-nodata")
    {
        Description = "mark cells without flow in a .tif or .nc as cells without data: programs do not draw them, so that a map below "
            + "shows, and leave them out of means",
    };
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

    private static readonly Option<string?> Estimate = new("--estimate")
    {
        Description = "the metric for which the map is best: mean (for MSE), mae or mape; the latter two are whole counts that add up "
            + "exactly, of models that say how sure they are: dmn, pha, kha (default: mean)",
        HelpName = "METRIC",
    };
    private static readonly Option<string?> Quantiles = new("--quantiles")
    {
        Description = "also write quantiles of each cell's count, of the same models: .q05.npy for 0.05 beside an .npy, bands of a .tif, "
            + "columns of a .csv or .parquet, variables of a .nc, properties of a .geojson (default: none)",
        HelpName = "0.05,0.95",
    };
    private static readonly Option<int?> Draws = NumberOption.Whole(
        "--draws", "K", "also write K random maps of each slot to .draws.npy, each of which adds up, of the same models (default: none)");
    private static readonly Option<long?> Seed = NumberOption.Long("--seed", "S", "same seed, same draws (default: 0)");

    private static string Formats => string.Join(", ", OutputFormats.All
        .Where(format => format.Endings.Count > 0)
        .Select(format => $"{format.Description} ({format.Endings[0]})"));

    public static Command Create()
    {
        var command = new Command("predict", "Infer fine maps from a file of coarse maps.")
        {
            Run, Model, Input, Data, Split, External, Time, Below, Target, Estimate, Integers, Quantiles, Draws, Seed, Slot, ZerosAsNodata,
            Tile, Overlap, CommonOptions.Exact, CommonOptions.Project, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Strict,
            CommonOptions.Json,
        };
        command.SetAction(Predict);
        return command;
    }

    private static int Predict(ParseResult parsed)
    {
        var (source, load) = Source(parsed);
        var output = parsed.GetRequiredValue(Target);
        OutputFormats.FromPath(output);
        var options = Options(parsed);
        var prediction = new FilePrediction(ReadInput(parsed), options, output);
        using var model = load();
        using var interruption = new Interruption();
        var report = prediction.Run(model, source, Output.Warning, interruption.Token);
        var (city, factor) = (model.Options, model.Options.ScaleFactor);
        var counts = CityLine.Of(model.Card.Data?.Manifest, (city.Height * factor, city.Width * factor));
        Output.Report(parsed.GetValue(CommonOptions.Json), report, report => Render(report, counts));
        return ExitCodes.Done;
    }

    /// <summary>Returns the model's folder or file, and how it is loaded.</summary>
    private static (string Source, Func<IFlowModel> Load) Source(ParseResult parsed)
    {
        var threads = parsed.GetValue(CommonOptions.Threads);
        switch (parsed.GetValue(Run), parsed.GetValue(Model))
        {
            case ({ } exported, null) when File.Exists(exported) && Path.GetExtension(exported) == ExportCommand.Ending:
                throw new BadInputException(exported, "is an exported model; expected --model before it");
            case ({ } run, null):
                return (run, () => LoadRun(run, threads, parsed));
            case (null, { } file):
                RefuseOptionsOfBundles(parsed);
                return (file, () => OnnxModel.Load(file, threads));
            default:
                throw new BadInputException("RUN and option --model", "one of them is expected");
        }
    }

    private static FlowModel LoadRun(string run, int? threads, ParseResult parsed)
    {
        NativeLibraries.Require(threads);
        return ModelLoader.Load(run, parsed);
    }

    private static void RefuseOptionsOfBundles(ParseResult parsed)
    {
        if (CommonOptions.RecoveryOf(parsed) is not null)
        {
            throw new BadInputException("options --exact and --project", "are of a RUN; the maps of an exported model always add up");
        }

        if (parsed.GetValue(CommonOptions.Device) is { } device && device is not (Devices.Cpu or Devices.Auto))
        {
            throw new BadInputException("option --device", $"is {device}; an exported model is computed on the CPU");
        }

        if (parsed.GetResult(LibtorchOption.Option) is not null)
        {
            throw new BadInputException("option --libtorch", "is of a RUN; an exported model is computed by ONNX Runtime");
        }

        if (parsed.GetValue(Tile) is not null)
        {
            throw new BadInputException("option --tile", "is of a RUN; an exported model infers whole maps");
        }

        var wantsMean = parsed.GetValue(Estimate) is null or "mean";
        if (!wantsMean || parsed.GetValue(Quantiles) is not null || parsed.GetValue(Draws) is not null)
        {
            throw new BadInputException(
                "options --estimate, --quantiles and --draws", "are of a RUN; an exported model infers its mean map alone");
        }
    }

    private static PredictionOptions Options(ParseResult parsed) => new()
    {
        Slot = parsed.GetValue(Slot),
        Tiling = TilingOf(parsed),
        Answer = new()
        {
            Integers = parsed.GetValue(Integers),
            Estimate = parsed.GetValue(Estimate) is { } metric ? TextOption.Choice<EstimateKind>("option --estimate", metric) : default,
            Quantiles = parsed.GetValue(Quantiles) is { } levels ? TextOption.Levels("option --quantiles", levels) : [],
            Draws = parsed.GetValue(Draws) ?? 0,
            Seed = parsed.GetValue(Seed) ?? 0,
            ZerosAsNodata = parsed.GetValue(ZerosAsNodata),
        },
        Command = $"fineflow {string.Join(' ', parsed.Tokens.Select(token => ShellWord.Quote(token.Value)))}",
        Strict = parsed.GetValue(CommonOptions.Strict),
    };

    private static PredictionInput ReadInput(ParseResult parsed)
    {
        var (input, folder, split) = (parsed.GetValue(Input), parsed.GetValue(Data), parsed.GetValue(Split));
        var (external, time, below) = (parsed.GetValue(External), parsed.GetValue(Time), parsed.GetValue(Below));
        return (input, folder) switch
        {
            ({ } file, null) when split is null => ReadFile(file, external, time, below),
            ({ }, null) => throw new BadInputException("option --split", "is of a dataset; expected --data in place of --input"),
            (null, { } data) when (external, time, below) is (null, null, null) => ReadSplit(data, split ?? SplitNames.Test, parsed),
            (null, { }) => throw new BadInputException("options --ext, --time and --below", "are of --input; --data brings its own"),
            _ => throw new BadInputException("options --input and --data", "one of them is expected"),
        };
    }

    /// <summary>Reads an array as it is, and other forms as counts on a grid.</summary>
    private static PredictionInput ReadFile(string file, string? external, string? time, int? below)
    {
        if (Path.GetExtension(file).Equals(".npy", StringComparison.OrdinalIgnoreCase))
        {
            return PredictionInput.Read(file, external, time, below);
        }

        var input = CoarseInput.From(CountFiles.Read(new() { Inputs = [file], Time = time }));
        return input with
        {
            Inputs = input.Inputs with { External = external is null ? null : FlowFiles.ReadExternal(external), Below = below },
        };
    }

    private static PredictionInput ReadSplit(string folder, string split, ParseResult parsed) =>
        PredictionInput.FromSplit(DatasetLoader.LoadMissing(folder, parsed.GetValue(CommonOptions.Strict), split), split);

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

    private static void Render(PredictionReport report, string counts)
    {
        var maps = report.Samples == 1 ? "1 fine map" : $"{report.Samples} fine maps";
        Output.Line($"{report.Model}: {maps} of {report.Shape[2]} x {report.Shape[3]} in {report.Output}");
        Array.ForEach([.. report.Files.Skip(1)], Output.Line);
        if (report.Inferred > 0)
        {
            Output.Line($"{report.Observed} coarse cells were observed, {report.Inferred} were missing and are inferred");
        }

        Output.Line($"the model learned {counts}");
        Output.Line($"largest residual {NumberText.Brief(report.MaxConservationError)} counts");
    }
}
