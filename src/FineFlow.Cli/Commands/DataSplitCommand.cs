using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Cli.Commands;

/// <summary>
/// <c>fineflow data split</c>: divides a dataset's samples again, shortens its training part, or brings it into another dataset's form.
/// </summary>
internal static class DataSplitCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "dataset folder" };
    private static readonly Option<string> Out = new("--out") { Description = "dataset folder to make", Required = true, HelpName = "DIR" };

    private static readonly Option<int?> TrainDays = NumberOption.Whole(
        "--train-days", "N", "keep only the last N days of train: what a model makes of a shorter history (default: all)");

    private static readonly Option<string?> Channels = new("--channels")
    {
        Description = "keep only these channels, in this order (default: all)",
        HelpName = "NAME,..",
    };

    private static readonly Option<int?> Factor = NumberOption.Whole(
        "--factor", "N", "upscaling factor of the new dataset: its coarse maps are block sums of N x N fine cells (default: as it is)");

    private const string Cut = "lay train, valid and test end to end and cut them again in these shares, as 7:1:2";

    public static Option<string?> Ratio { get; } = new("--ratio")
    {
        Description = $"{Cut} (default: the published division)",
        HelpName = "A:B:C",
    };

    public static Option<bool> Overwrite { get; } = new("--overwrite") { Description = "replace the dataset in --out" };

    public static Command Create()
    {
        var ratio = new Option<string?>(Ratio.Name) { Description = $"{Cut} (default: as they are)", HelpName = Ratio.HelpName };
        var command = new Command(
            "split", "Divide a dataset again in the order of time, shorten its training part, or take some channels or another factor.")
        {
            Folder, ratio, TrainDays, Channels, Factor, Out, Overwrite, CommonOptions.Json,
        };
        command.SetAction(parsed => Split(parsed, parsed.GetValue(ratio) is { } text ? Shares(text) : null));
        return command;
    }

    private static int Split(ParseResult parsed, SplitRatio? ratio)
    {
        var (folder, overwrite) = (parsed.GetRequiredValue(Out), parsed.GetValue(Overwrite));
        var (channels, factor) = (parsed.GetValue(Channels)?.Split(',', StringSplitOptions.TrimEntries), parsed.GetValue(Factor));
        if (ratio is null && parsed.GetValue(TrainDays) is null && channels is null && factor is null)
        {
            throw new BadInputException(
                "options --ratio, --train-days, --channels and --factor", "are not given; one of them at least is expected");
        }

        DatasetFolder.CheckPlace(folder, overwrite);
        var dataset = DatasetLoader.Load(parsed.GetRequiredValue(Folder), strict: false);
        var (splits, division) = ratio is { } shares
            ? (TimeOrderedSplit.Cut(dataset.Splits, shares), TimeOrderedSplit.Describe(shares))
            : (dataset.Splits, dataset.Manifest.Split ?? "as it was");
        if (parsed.GetValue(TrainDays) is { } days)
        {
            (splits, division) = (TimeOrderedSplit.KeepLastDaysOfTrain(splits, days), Invariant($"{division}, last {days} days of train"));
        }

        splits = channels is null ? splits : DatasetForm.KeepChannels(splits, dataset.Channels, channels);
        splits = factor is { } blocks ? DatasetForm.WithFactor(splits, blocks) : splits;
        var manifest = dataset.Manifest with
        {
            Split = ratio is null && parsed.GetValue(TrainDays) is null ? dataset.Manifest.Split : division,
            Channels = channels ?? dataset.Manifest.Channels,
            ScaleFactor = splits[0].Fine.Rows / splits[0].Coarse.Rows,
            Checksums = null,
        };
        DatasetFolder.Write(folder, manifest, splits, overwrite);
        DataInspectCommand.Report(DatasetLoader.Load(folder, strict: false), parsed.GetValue(CommonOptions.Json));
        return ExitCodes.Done;
    }

    /// <summary>Returns the value of --ratio; null without it.</summary>
    public static SplitRatio? RatioOf(ParseResult parsed) => parsed.GetValue(Ratio) is { } text ? Shares(text) : null;

    private static SplitRatio Shares(string text) => SplitRatio.Parse(text, "option --ratio");
}
