using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Datasets;
using Spectre.Console;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow data</c>: everything about dataset folders.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Make and look at dataset folders.") { Inspect(), DataSynthCommand.Create() };

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
        Output.Console.MarkupLineInterpolated($"[bold]{summary.Manifest.Name ?? summary.Folder}[/]");
        var facts = string.Join(", ", Facts(summary));
        Output.Line(facts);

        var table = new Table().Border(TableBorder.Rounded).AddColumns("split", "samples", "coarse", "fine", "mean", "max", "zero cells", "externals", "slots", "adds up");
        foreach (var split in summary.Splits)
        {
            table.AddRow(
                split.Name,
                split.Samples.ToString(CultureInfo.InvariantCulture),
                Shape(split.CoarseShape),
                Shape(split.FineShape),
                Number(split.Fine.Mean),
                Number(split.Fine.Maximum),
                split.Fine.ZeroShare.ToString("P1", CultureInfo.InvariantCulture),
                split.HasExternal ? "yes" : "no",
                split.FirstSlot is { } first ? $"{first:yyyy-MM-dd HH:mm} .. {split.LastSlot:yyyy-MM-dd HH:mm}" : "unknown",
                split.Conservation.Conserves ? "yes" : $"{split.Conservation.BrokenBlocks} blocks do not");
        }

        Output.Console.Write(table);
        Output.Line($"fingerprint {summary.Fingerprint}");
    }

    private static IEnumerable<string> Facts(DatasetSummary summary)
    {
        yield return $"factor {summary.ScaleFactor}";
        yield return $"channels {string.Join("/", summary.Channels)}";
        if (summary.Manifest.Units is { } units)
        {
            yield return units;
        }

        if (summary.Manifest.SlotMinutes is { } minutes)
        {
            yield return $"slots of {minutes} min";
        }
    }

    private static string Shape(int[] shape) => string.Join(" x ", shape.Skip(1));

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
