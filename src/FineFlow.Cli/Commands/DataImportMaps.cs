using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.CommandLine;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Maps;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data import maps</c>: makes a dataset folder of fine maps alone.</summary>
internal static class DataImportMaps
{
    private static readonly Argument<string> File = new("FILE")
    {
        Description = "fine maps [n, H, W] or [n, C, H, W], any numeric type: .npy, an array of a .npz, or of an .h5 as DeepST's",
    };

    private static readonly Option<int> Factor = new("--factor")
    {
        Description = "upscaling factor: coarse cells are N x N fine ones",
        Required = true,
        HelpName = "N",
    };

    private static readonly Option<string> Out = new("--out") { Description = "dataset folder to make", Required = true, HelpName = "DIR" };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = "name of the array in a .npz or .h5 (default: the only one that can be maps)",
        HelpName = "NAME",
    };

    private static readonly Option<string?> Time = new("--time")
    {
        Description = "starts of the slots [n] in seconds since 1970 on the local clock (default: the dates of an .h5, or none)",
        HelpName = "time.npy",
    };

    private static readonly Option<string?> Start = new("--start")
    {
        Description = "start of the first slot on the local clock, as 2014-07-01T00:00, for slots without a gap; with --slot "
            + "(default: none)",
        HelpName = "TIME",
    };

    private static readonly Option<int?> Slot = NumberOption.Whole(
        "--slot", "MINUTES", "length of a slot in minutes, a divisor of a day (default: by the dates of an .h5)");

    private static readonly Option<string?> Split = new("--split")
    {
        Description = "shares of train, valid and test in time order (default: 7:1:2)",
        HelpName = "A:B:C",
    };

    public static Command Create()
    {
        var command = new Command("maps", "Make a dataset folder of fine maps alone: coarse maps are their block sums.")
        {
            File, Factor, Out, Key, Time, Start, Slot, Split, DataSplitCommand.Overwrite, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var request = new MapImportRequest
        {
            Path = parsed.GetRequiredValue(File),
            Factor = parsed.GetRequiredValue(Factor),
            Key = parsed.GetValue(Key),
            Time = parsed.GetValue(Time),
            Start = parsed.GetValue(Start) is { } text ? StartOf(text) : null,
            Slot = parsed.GetValue(Slot),
        };
        request = parsed.GetValue(Split) is { } shares ? request with { Ratio = SplitRatio.Parse(shares, "option --split") } : request;
        var folder = parsed.GetRequiredValue(Out);
        MapImport.Write(folder, request, parsed.GetValue(DataSplitCommand.Overwrite));
        DataInspectCommand.Report(DatasetLoader.Load(folder, strict: false), parsed.GetValue(CommonOptions.Json));
        return Terminal.ExitCodes.Done;
    }

    private static DateTime StartOf(string text) =>
        DateTime.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss"],
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
            ? start
            : throw new BadInputException("option --start", $"is '{text}'; a day and a time of day are expected, as 2014-07-01T00:00");
}
