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
