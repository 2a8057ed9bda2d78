using System.CommandLine;
using FineFlow.Cli.Reports;
using FineFlow.Cli.Terminal;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Tables;
using FineFlow.Plots;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data inspect</c>: shows and checks a dataset.</summary>
internal static class DataInspectCommand
{
    private const int LineWidth = 50;
    private const int BarWidth = 40;

    public static Command Create()
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "dataset folder: train|valid|test with X.npy, Y.npy and, optionally, ext.npy and time.npy",
        };
        var command = new Command("inspect", "Show what a dataset folder holds, and check it.")
        {
            folder, CommonOptions.Strict, CommonOptions.Png, CommonOptions.Json,
        };
        command.SetAction(parsed =>
        {
            var dataset = DatasetLoader.LoadMissing(parsed.GetRequiredValue(folder), parsed.GetValue(CommonOptions.Strict));
            if (parsed.GetValue(CommonOptions.Png) is { } png)
            {
                var summary = DatasetSummary.Of(dataset);
                DatasetFigure.SavePng(png, DatasetProfile.Of(dataset), Title(summary), string.Join(" · ", Facts(summary)));
            }

            Report(dataset, parsed.GetValue(CommonOptions.Json));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Prints a description of a dataset.</summary>
    public static void Report(FlowDataset dataset, bool json) =>
        Output.Report(json, DatasetSummary.Of(dataset), summary => Render(summary, DatasetProfile.Of(dataset)));

    private static void Render(DatasetSummary summary, DatasetProfile profile)
    {
        Output.Line(Title(summary));
        foreach (var fact in Facts(summary))
        {
            Output.Line($"  {fact}");
        }

        TerminalTable.Write(TextTable.Of(
            summary.Splits,
            [
                new("split", split => split.Name),
                new("samples", split => NumberText.Whole(split.Samples)),
                new("fine mean", split => NumberText.Brief(split.Fine.Mean)),
                new("max", split => NumberText.Brief(split.Fine.Maximum)),
                new("zero cells", split => NumberText.Share(split.Fine.ZeroShare)),
                new("slots", split => split.FirstSlot is { } slot
                    ? Invariant($"{slot:yyyy-MM-dd HH:mm}\n{split.LastSlot:yyyy-MM-dd HH:mm}")
                    : "unknown"),
                new("adds up", AddsUp, Wraps: true),
            ]));
        RenderHistogram(summary.Histogram);
        Output.Line("total flow over time:");
        foreach (var split in profile.Splits)
        {
            Output.Line($"  {split.Name,-5} {Sparkline.Of(split.Totals, LineWidth)} at most {NumberText.Brief(split.Totals.Max())}");
        }

        Output.Line($"fingerprint {summary.Fingerprint}");
    }

    private static void RenderHistogram(FlowHistogram histogram)
    {
        Output.Line("fine cells and slots by their flow:");
        var largest = Math.Max(1, histogram.Bins.Max(bin => bin.Count));
        foreach (var bin in histogram.Bins.Where(bin => bin.Count > 0))
        {
            var bar = new string('█', (int)Math.Ceiling(BarWidth * (double)bin.Count / largest));
            Output.Line(Invariant($"  {bin.Label,14} {(double)bin.Count / histogram.Count,9:P3} {bar}"));
        }
    }

    private static string Title(DatasetSummary summary) => summary.Manifest.Name ?? summary.Folder;

    /// <summary>Returns the common facts of all splits.</summary>
    private static IEnumerable<string> Facts(DatasetSummary summary)
    {
        var first = summary.Splits[0];
        yield return $"coarse maps of {Size(first.CoarseShape)}, fine maps of {Size(first.FineShape)}, factor {summary.ScaleFactor}";
        yield return $"channels: {string.Join(", ", summary.Channels)}";
        yield return summary.ExternalSchema is { } schema ? $"external factors: {schema}" : "without external factors";
        if (summary.Manifest.StaticMaps is { } maps)
        {
            var named = maps.Select(map => map.Source is null ? map.Name : $"{map.Name} ({map.Source})");
            yield return $"static maps: {string.Join(", ", named)}";
        }

        if (summary.Manifest.Units is { } units)
        {
            yield return $"in {units}";
        }

        if (summary.Manifest.SlotMinutes is { } minutes)
        {
            yield return $"slots of {minutes} min";
        }

        foreach (var part in summary.Splits.Where(part => part.MissingCounts is not null))
        {
            var bound = MissingCells.BoundText(summary.Manifest.WithheldBelow);
            yield return Invariant($"{part.Name}: {part.MissingCounts} of {Product(part.CoarseShape)} coarse counts are missing{bound}");
        }

        if (summary.Manifest.Split is { } split)
        {
            yield return $"division {split}";
        }
    }

    private static string AddsUp(SplitSummary split) => split.Conservation.Conserves
        ? "yes"
        : $"{split.Conservation.BrokenBlocks} of {split.Conservation.Blocks} blocks do not";

    private static long Product(int[] shape) => shape.Aggregate(1L, (product, size) => product * size);

    private static string Size(int[] shape) => $"{shape[^2]} x {shape[^1]}";
}
