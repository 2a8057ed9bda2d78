using FineFlow.Cli.Reports;
using FineFlow.Cli.Terminal;
using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Results;
using FineFlow.Experiments.Views;

namespace FineFlow.Cli.Commands.Experiments;

/// <summary>The results of an experiment, as files and on the terminal.</summary>
internal static class ExperimentOutput
{
    /// <summary>Writes the files of an experiment's folder, and prints the report.</summary>
    public static void Write(string folder, ExperimentOutcome outcome, bool json)
    {
        var files = ResultFiles.Write(folder, outcome);
        Output.Report(json, ExperimentReport.Of(outcome), _ => Render(outcome, files));
    }

    private static void Render(ExperimentOutcome outcome, IReadOnlyList<string> files)
    {
        var table = new ResultTable(outcome);
        foreach (var dataset in outcome.Plan.Datasets)
        {
            Output.Line($"{dataset.Name} ({MetricCatalog.DirectionNote}; {DatasetLine.Of(dataset.Division, dataset.Fingerprint)}):");
            TerminalTable.Write(TextTable.Of(
                table.On(dataset.Name),
                [
                    new("model", row => row.Name, Wraps: true),
                    new("loss", row => row.Seeds[0].Result.Loss),
                    new("seeds", row => $"{row.Seeds.Count}"),
                    .. MetricColumns.Of<ResultRow>((row, metric) => row.Of(metric).Text),
                    new("s an epoch", row => NumberText.Brief(row.Of(result => result.SecondsPerEpoch).Mean)),
                ]));
        }

        ExperimentReport.Of(outcome).PublishedLeftOut.ToList().ForEach(Output.Line);
        if (outcome.Interrupted)
        {
            Output.Line("not finished; the same 'experiment' command, or 'experiment run' in its folder, goes on");
        }

        files.ToList().ForEach(Output.Line);
    }
}
