using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Measurement;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Comparison;

/// <summary>The tables of a comparison, for the terminal and the page.</summary>
internal static class ComparisonTables
{
    /// <summary>Returns a table of the runs with their metrics.</summary>
    public static TextTable Runs(ComparisonReport report)
    {
        var table = TextTable.Of(report.Runs, Columns(report.Baselines));
        foreach (var (name, metrics) in BaselineTables.Rows(report.Baselines))
        {
            table.Add([name, "", "", "", "", "", .. BaselineTables.Cells(report.Baselines, metrics)]);
        }

        return table;
    }

    /// <summary>Returns a table of the runs in districts that were left out, and in the others.</summary>
    public static TextTable Districts(IReadOnlyList<DistrictComparison> districts) => TextTable.Of(
        districts.SelectMany(part => part.Runs
            .Select((run, row) => (Part: row == 0 ? $"{part.Part}, {NumberText.Whole(part.Blocks)} blocks" : "", Run: run))
            .Append(("", new("even split", part.EvenSplit, null)))),
        [
            new("part", row => row.Part),
            new("run", row => row.Run.Run, Wraps: true),
            .. MetricColumns.Of<(string Part, DistrictRun Run)>((row, metric) => metric.Text(row.Run.Metrics[metric])),
            new("difference of the MSE", row => row.Run.Bootstrap?[MetricCatalog.Mse] is { } mse
                ? DifferenceText.Of(MetricCatalog.Mse, mse.Difference, mse)
                : ""),
        ]);

    private static IReadOnlyList<Column<ComparedRun>> Columns(Baselines baselines) =>
    [
        new("run", run => run.Name, Wraps: true),
        new("model", run => run.Model),
        new("recipe", run => run.Recipe),
        new("loss", run => run.Loss),
        new("seed", run => Invariant($"{run.Seed}"), Alignment.Right),
        new("parameters", run => NumberText.Whole(run.Parameters), Alignment.Right),
        .. MetricColumns.Of<ComparedRun>((run, metric) => metric.Text(run.Metrics[metric])),
        new(BaselineTables.Removed, run => BaselineTables.RemovedText(baselines, run.Metrics), Alignment.Right),
        new("residual", run => NumberText.Brief(run.MaxConservationError), Alignment.Right),
    ];
}
