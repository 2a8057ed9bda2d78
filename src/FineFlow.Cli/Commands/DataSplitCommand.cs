using System.CommandLine;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Datasets;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data split</c>: divides a dataset's samples again.</summary>
internal static class DataSplitCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "dataset folder" };
    private static readonly Option<string> Out = new("--out") { Description = "dataset folder to make", Required = true, HelpName = "DIR" };

    private const string Cut = "lay train, valid and test end to end and cut them again in these shares, as 7:1:2";

    public static Option<string?> Ratio { get; } = new("--ratio")
    {
        Description = $"{Cut} (default: the published division)",
        HelpName = "A:B:C",
    };

    public static Option<bool> Overwrite { get; } = new("--overwrite") { Description = "replace the dataset in --out" };

    public static Command Create()
    {
        var ratio = new Option<string>(Ratio.Name) { Description = Cut, HelpName = Ratio.HelpName, Required = true };
        var command = new Command("split", "Divide a dataset again into train, valid and test, in the order of time.")
        {
            Folder, ratio, Out, Overwrite, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            var shares = Shares(parsed.GetRequiredValue(ratio));
            var folder = parsed.GetRequiredValue(Out);
            DatasetFolder.CheckPlace(folder, parsed.GetValue(Overwrite));
            var dataset = DatasetLoader.Load(parsed.GetRequiredValue(Folder), strict: false);
            var manifest = dataset.Manifest with { Split = TimeOrderedSplit.Describe(shares), Checksums = null };
            DatasetFolder.Write(folder, manifest, TimeOrderedSplit.Cut(dataset.Splits, shares), parsed.GetValue(Overwrite));
            DataInspectCommand.Report(DatasetLoader.Load(folder, strict: false), parsed.GetValue(CommonOptions.Json));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Returns the value of --ratio; null without it.</summary>
    public static SplitRatio? RatioOf(ParseResult parsed) => parsed.GetValue(Ratio) is { } text ? Shares(text) : null;

    private static SplitRatio Shares(string text) => SplitRatio.Parse(text, "option --ratio");
}
