using System.CommandLine;
using FineFlow.Cli.Reports;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Comparison;
using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow compare</c>: compares runs on one split.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string[]> Runs = new("RUN")
    {
        Description = "two or more run folders or model bundles; the others are compared with the first",
        Arity = ArgumentArity.OneOrMore,
    };
    private static readonly Option<string> Split = new("--split")
    {
        Description = "split to measure on: train, valid or test",
        DefaultValueFactory = _ => SplitNames.Test,
        HelpName = "NAME",
    };
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "folder for compare.json, compare.md and the maps of who errs less where (default: nothing is written)",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var command = new Command("compare", "Measure runs on one split, and whether they differ by more than chance.")
        {
            Runs, CommonOptions.Data, Split, Out, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Strict, CommonOptions.Json,
        };
        command.SetAction(Compare);
        return command;
    }

    private static int Compare(ParseResult parsed)
    {
        var split = parsed.GetRequiredValue(Split);
        var dataset = DatasetLoader.LoadWithBaselines(
            parsed.GetRequiredValue(CommonOptions.Data), parsed.GetValue(CommonOptions.Strict), split);
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        using var interruption = new Interruption();
        var comparison = RunComparison.Of(
            parsed.GetRequiredValue(Runs),
            dataset,
            split,
            parsed.GetValue(CommonOptions.Strict),
            CommonOptions.DeviceOf(parsed),
            interruption.Token);
        foreach (var warning in comparison.Report.Warnings)
        {
            Output.Warning(warning);
        }

        if (parsed.GetValue(Out) is { } folder)
        {
            ComparisonFolder.Write(folder, comparison);
            Output.Note($"written to {folder}");
        }

        Output.Report(parsed.GetValue(CommonOptions.Json), comparison.Report, Render);
        return ExitCodes.Done;
    }

    private static void Render(ComparisonReport report)
    {
        var units = Output.OneLine(report.Units);
        Output.Line(Invariant($"{report.Split} split, {report.Samples} slots, in {units} ({MetricCatalog.DirectionNote}); ")
            + $"{DatasetLine.Of(report.Division, report.Fingerprint)}:");
        TerminalTable.Write(ComparisonTables.Runs(report));
        foreach (var note in BaselineTables.Notes(report.Baselines))
        {
            Output.Line(note);
        }

        if (report.Districts is { } districts)
        {
            Output.Line(Output.OneLine(DistrictTables.Title(report.LeftOut!)));
            TerminalTable.Write(ComparisonTables.Districts(districts));
        }

        Output.Line(report.NoIntervals is { } reason
            ? $"differences to {report.Runs[0].Name}, below 0 is better; no intervals: {reason}"
            : $"differences to {report.Runs[0].Name}, below 0 is better "
                + $"(95 % interval and p over {report.Differences[0].Bootstrap!.Days} days):");
        TerminalTable.Write(Differences(report));
        foreach (var difference in report.Differences)
        {
            Output.Line($"{difference.Run} errs less in {NumberText.Share(difference.BetterCells)} of the cells "
                + $"and more in {NumberText.Share(difference.WorseCells)}");
        }
    }

    private static TextTable Differences(ComparisonReport report) => TextTable.Of(
        report.Differences.SelectMany(run => MetricCatalog.All.Select((metric, row) =>
            (Run: row == 0 ? run.Run : "", Metric: metric, Difference: run[metric], Interval: run.Bootstrap?[metric]))),
        [
            new("run", row => row.Run, Wraps: true),
            new("metric", row => row.Metric.Title),
            new("difference", row => row.Metric.Text(row.Difference)),
            new("95 % interval", row => row.Interval is { } interval
                ? $"{row.Metric.Text(interval.Low)} to {row.Metric.Text(interval.High)}"
                : ""),
            new("p", row => row.Interval is { } interval ? NumberText.P(interval.P) : ""),
        ]);
}
