using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Datasets;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data</c>: everything about dataset folders.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Look at dataset folders.") { Inspect() };

    private static Command Inspect()
    {
        var folder = new Argument<string>("DIR") { Description = "dataset folder: train|valid|test with X.npy, Y.npy and, optionally, ext.npy and time.npy" };
        var command = new Command("inspect", "Show what a dataset folder holds, and check it.") { folder, CommonOptions.Strict, CommonOptions.Json };
        command.SetAction(parsed =>
        {
            var dataset = Datasets.Load(parsed.GetRequiredValue(folder), parsed.GetValue(CommonOptions.Strict));
            Output.Report(parsed.GetValue(CommonOptions.Json), DatasetSummary.Of(dataset), Render);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Render(DatasetSummary summary)
    {
        Output.Line(summary.Manifest.Name ?? summary.Folder);
        foreach (var fact in Facts(summary))
        {
            Output.Line($"  {fact}");
        }

        Tables.Write(
            ["split", "samples", "fine mean", "max", "zero cells", "slots", "adds up"], wrapping: "adds up", summary.Splits.Select(Cells));
        Output.Line($"fingerprint {summary.Fingerprint}");
    }

    /// <summary>What all splits share.</summary>
    private static IEnumerable<string> Facts(DatasetSummary summary)
    {
        var first = summary.Splits[0];
        yield return $"coarse maps of {Size(first.CoarseShape)}, fine maps of {Size(first.FineShape)}, factor {summary.ScaleFactor}";
        yield return $"channels: {string.Join(", ", summary.Channels)}";
        yield return first.HasExternal ? "with external factors" : "without external factors";
        if (summary.Manifest.Units is { } units)
        {
            yield return $"in {units}";
        }

        if (summary.Manifest.SlotMinutes is { } minutes)
        {
            yield return $"slots of {minutes} min";
        }
    }

    private static string[] Cells(SplitSummary split) =>
    [
        split.Name,
        split.Samples.ToString(CultureInfo.InvariantCulture),
        Number(split.Fine.Mean),
        Number(split.Fine.Maximum),
        split.Fine.ZeroShare.ToString("P1", CultureInfo.InvariantCulture),
        split.FirstSlot is { } slot ? $"{slot:yyyy-MM-dd HH:mm}\n{split.LastSlot:yyyy-MM-dd HH:mm}" : "unknown",
        split.Conservation.Conserves ? "yes" : $"{split.Conservation.BrokenBlocks} of {split.Conservation.Blocks} blocks do not",
    ];

    private static string Size(int[] shape) => $"{shape[^2]} x {shape[^1]}";

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
