using System.CommandLine;
using System.Globalization;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Experiments.Comparison;
using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Runtime;

namespace FineFlow.Cli.Commands;

/// <summary><c>fineflow compare</c>.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string[]> Runs = new("RUN")
    {
        Description = "two or more run folders or model bundles; the others are compared with the first",
        Arity = ArgumentArity.OneOrMore,
    };
    private static readonly Option<string> Split = new("--split") { Description = "split to measure on: train, valid or test", DefaultValueFactory = _ => SplitNames.Test, HelpName = "NAME" };
    private static readonly Option<string?> Out = new("--out") { Description = "folder for compare.json, compare.md and the maps of who errs less where (default: nothing is written)", HelpName = "DIR" };

    public static Command Create()
    {
        var command = new Command("compare", "Measure runs on one split, and whether they differ by more than chance.")
        {
            Runs, CommonOptions.Data, Split, Out, CommonOptions.Threads, CommonOptions.Strict, CommonOptions.Json,
        };
        command.SetAction(Compare);
        return command;
    }

    private static int Compare(ParseResult parsed)
    {
        var split = parsed.GetRequiredValue(Split);
        var dataset = DatasetLoader.Load(parsed.GetRequiredValue(CommonOptions.Data), parsed.GetValue(CommonOptions.Strict), split);
        NativeLibraries.Require(parsed.GetValue(CommonOptions.Threads));
        using var interruption = new Interruption();
        var comparison = RunComparison.Of(parsed.GetRequiredValue(Runs), dataset, split, parsed.GetValue(CommonOptions.Strict), interruption.Token);
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
        Output.Line(string.Create(CultureInfo.InvariantCulture, $"{report.Split} split, {report.Samples} slots, in {Output.OneLine(report.Units)} ({MetricCatalog.DirectionNote}); {DatasetLine.Of(report.Division, report.Fingerprint)}:"));
        Tables.Write(
            ["run", "model", "recipe", "loss", "seed", "parameters", .. MetricCatalog.All.Select(metric => metric.Title), "residual"],
            wrapping: "run",
            report.Runs.Select(Cells));
        Output.Line(report.NoIntervals is { } reason
            ? $"differences to {report.Runs[0].Name}, below 0 is better; no intervals: {reason}"
            : $"differences to {report.Runs[0].Name}, below 0 is better (95 % interval and p over {report.Differences[0].Bootstrap!.Days} days):");
        Tables.Write(["run", "metric", "difference", "95 % interval", "p"], wrapping: "run", report.Differences.SelectMany(Rows));
        foreach (var difference in report.Differences)
        {
            Output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{difference.Run} errs less in {difference.BetterCells:P1} of the cells and more in {difference.WorseCells:P1}"));
        }
    }

    private static string[] Cells(ComparedRun run) =>
    [
        run.Name, run.Model, run.Recipe, run.Loss, run.Seed.ToString(CultureInfo.InvariantCulture), run.Parameters.ToString("N0", CultureInfo.InvariantCulture),
        .. MetricCatalog.All.Select(metric => metric.Text(run.Metrics[metric])), Number(run.MaxConservationError),
    ];

    private static IEnumerable<string[]> Rows(RunDifference difference) => MetricCatalog.All.Select((metric, row) =>
        Cells(row == 0 ? difference.Run : "", metric, difference[metric], difference.Bootstrap?[metric]));

    private static string[] Cells(string run, FlowMetric metric, double difference, MetricDifference? interval) =>
    [
        run, metric.Title, metric.Text(difference),
        interval is null ? "" : $"{metric.Text(interval.Low)} to {metric.Text(interval.High)}",
        interval is null ? "" : NumberText.P(interval.P),
    ];

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
