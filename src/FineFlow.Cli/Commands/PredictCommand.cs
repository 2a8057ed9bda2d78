using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Core.Storage;
using FineFlow.Experiments.Predictions;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow predict</c>.</summary>
internal static class PredictCommand
{
    private static readonly Argument<string> Run = new("RUN") { Description = "run folder or model bundle" };
    private static readonly Option<string> Input = new("--input") { Description = "coarse counts, [n, H, W] or [n, C, H, W], any numeric type", Required = true, HelpName = "X.npy" };
    private static readonly Option<string?> External = new("--ext") { Description = "external factors [n, 7], for models that use them (default: none)", HelpName = "ext.npy" };
    private static readonly Option<string?> Time = new("--time") { Description = "starts of the slots [n] in seconds since 1970 on the local clock, which .csv, .tif and .png then name (default: slots are numbered)", HelpName = "time.npy" };
    private static readonly Option<string> Target = new("--output")
    {
        Description = "fine counts to write: an array (.npy), a GeoTIFF (.tif), a table (.csv) or a picture (.png)",
        Required = true,
        HelpName = "FILE",
    };
    private static readonly Option<int?> Slot = NumberOption.Whole("--slot", "K", "the slot that a .png shows, from 0 (default: the mean of all)");
    private static readonly Option<string?> Tile = new("--tile") { Description = "infer a large map tile by tile, each of so many coarse rows and columns (default: the whole map at once)", HelpName = "ROWSxCOLUMNS" };
    private static readonly Option<int?> Overlap = NumberOption.Whole("--overlap", "N", "coarse cells that neighbouring tiles share (default: half of their shorter side)");
    private static readonly Option<bool> Integers = new("--integers") { Description = "round to whole counts, up to 2^53, that still add up exactly, by largest remainder" };

    public static Command Create()
    {
        var command = new Command("predict", "Infer fine maps from a file of coarse maps.")
        {
            Run, Input, External, Time, Target, Slot, Tile, Overlap, Integers, CommonOptions.Exact, CommonOptions.Project, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Strict, CommonOptions.Json,
        };
        command.SetAction(Predict);
        return command;
    }

    private static int Predict(ParseResult parsed)
    {
        var (run, input, output) = (parsed.GetRequiredValue(Run), parsed.GetRequiredValue(Input), parsed.GetRequiredValue(Target));
        var format = PredictionFormat.Of(output);
        var coarse = FlowFiles.ReadMaps(input);
        var external = parsed.GetValue(External) is { } path ? FlowFiles.ReadExternal(path) : null;
        var (time, slot) = (ReadTime(parsed.GetValue(Time), coarse, input), CheckSlot(parsed.GetValue(Slot), format, coarse));
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        using var model = Models.Load(run, parsed);
        var place = format.UsesPlace ? GridPlace.Of(model, coarse, run) : null;
        format.Check(place, (long)coarse.Samples * coarse.Channels, run);
        AtomicFile.RequireWritable(output);

        using var interruption = new Interruption();
        var maps = new PredictedMaps(
            model, coarse, external, TilingOf(parsed), parsed.GetValue(Integers), format, input, interruption.Token);
        var warnings = model.CompareWithTraining(coarse, OriginOf(model, time), input, parsed.GetValue(CommonOptions.Strict));
        foreach (var warning in warnings)
        {
            Output.Warning($"{input} {warning}");
        }
        var hasChannelAxis = NpyReader.ReadHeader(input).Shape.Length == 4;
        format.Write(output, maps, hasChannelAxis, (fine, whole) => new Prediction
        {
            Fine = fine,
            Whole = whole,
            Model = model.Card.Model,
            Manifest = model.Card.Data?.Manifest ?? new(),
            Place = place,
            Time = time,
            Slot = slot,
            HasChannelAxis = hasChannelAxis,
        });

        var report = new PredictReport(
            model.Card.Model, output, maps.Shape[0], maps.Shape, maps.Integers, maps.MaxConservationError, maps.Conserves, warnings);
        Output.Report(parsed.GetValue(CommonOptions.Json), report, Render);
        return ExitCodes.Done;
    }

    /// <summary>Of a plain array no more is known than its times: steps that are no whole multiples of the model's slots are of other slots.</summary>
    private static InputOrigin? OriginOf(FlowModel model, long[]? time)
    {
        const int SecondsOfMinute = 60;
        if (time is null || model.Card.Data?.Manifest.SlotMinutes is not { } slot)
        {
            return null;
        }

        var others = time.Zip(time.Skip(1), (before, after) => after - before).Where(step => step > 0 && step % (slot * SecondsOfMinute) != 0).ToArray();
        return others.Length == 0 ? null : new(new() { SlotMinutes = (int)Math.Clamp(others.Min() / SecondsOfMinute, 1, int.MaxValue) });
    }

    private static Tiling? TilingOf(ParseResult parsed)
    {
        if (parsed.GetValue(Tile) is not { } size)
        {
            return parsed.GetValue(Overlap) is null ? null : throw new BadInputException("option --overlap", "is of tiles; expected --tile beside it");
        }

        var (rows, columns) = TextOption.Size("option --tile", size);
        return new Tiling(rows, columns, parsed.GetValue(Overlap) ?? Math.Min(rows, columns) / 2);
    }

    private static long[]? ReadTime(string? path, FlowMaps coarse, string input)
    {
        var time = path is null ? null : FlowFiles.ReadTime(path);
        return time is null || time.Length == coarse.Samples
            ? time
            : throw new BadInputException(path!, $"has {time.Length} times; {coarse.Samples} are expected, as in {input}");
    }

    private static int? CheckSlot(int? slot, PredictionFormat format, FlowMaps coarse)
    {
        if (slot is not null && !format.ShowsOneMap)
        {
            throw new BadInputException("option --slot", "chooses what a .png shows; other formats hold all slots");
        }

        return slot is null || (slot >= 0 && slot < coarse.Samples)
            ? slot
            : throw new BadInputException("option --slot", $"is {slot}; the input has slots 0 .. {coarse.Samples - 1}");
    }

    private static void Render(PredictReport report)
    {
        var maps = report.Samples == 1 ? "1 fine map" : $"{report.Samples} fine maps";
        Output.Line($"{report.Model}: {maps} of {report.Shape[2]} x {report.Shape[3]} in {report.Output}");
        Output.Line(string.Create(CultureInfo.InvariantCulture, $"largest residual {report.MaxConservationError:G3} counts"));
    }

    /// <summary>What <c>predict --json</c> prints.</summary>
    private sealed record PredictReport(
        string Model, string Output, int Samples, int[] Shape, bool Integers, double MaxConservationError, bool Conserves, IReadOnlyList<string> Warnings);
}
