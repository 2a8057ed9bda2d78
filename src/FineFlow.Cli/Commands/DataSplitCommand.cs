using System.CommandLine;
using FineFlow.Cli.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data split</c>: divides a dataset's samples again, or shortens its training part.</summary>
internal static class DataSplitCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "dataset folder" };
    private static readonly Option<string> Out = new("--out") { Description = "dataset folder to make", Required = true, HelpName = "DIR" };

    private static readonly Option<int?> TrainDays = NumberOption.Whole(
        "--train-days", "N", "keep only the last N days of train: what a model makes of a shorter history (default: all)");

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
        var command = new Command("split", "Divide a dataset again in the order of time, or shorten its training part.")
        {
            Folder, ratio, TrainDays, Out, Overwrite, CommonOptions.Json,
        };
        command.SetAction(parsed => Split(parsed, parsed.GetValue(ratio) is { } text ? Shares(text) : null));
        return command;
    }

    private static int Split(ParseResult parsed, SplitRatio? ratio)
    {
        var (folder, overwrite) = (parsed.GetRequiredValue(Out), parsed.GetValue(Overwrite));
        if (ratio is null && parsed.GetValue(TrainDays) is null)
        {
            throw new BadInputException("options --ratio and --train-days", "are not given; one of them is expected");
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

        DatasetFolder.Write(folder, dataset.Manifest with { Split = division, Checksums = null }, splits, overwrite);
        DataInspectCommand.Report(DatasetLoader.Load(folder, strict: false), parsed.GetValue(CommonOptions.Json));
        return ExitCodes.Done;
    }

    /// <summary>Returns the value of --ratio; null without it.</summary>
    public static SplitRatio? RatioOf(ParseResult parsed) => parsed.GetValue(Ratio) is { } text ? Shares(text) : null;

    private static SplitRatio Shares(string text) => SplitRatio.Parse(text, "option --ratio");
}
