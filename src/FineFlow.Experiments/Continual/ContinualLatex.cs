using System.Text;
using FineFlow.Core.Metrics;
using FineFlow.Core.Tables;
using FineFlow.Experiments.Plans;

namespace FineFlow.Experiments.Continual;

/// <summary>tables.tex: the tables of an outcome for a paper, and the conditions of the trainings as a comment.</summary>
internal static class ContinualLatex
{
    /// <summary>Returns the file's text, to be read by LaTeX's \input. Equal results give equal text.</summary>
    public static string Write(ContinualOutcome outcome)
    {
        var (plan, report) = (outcome.Plan, ContinualReport.Of(outcome));
        var title = Invariant($"{plan.Request.Whole.Model} on a sequence of {plan.TaskNames.Count} tasks");
        var text = new StringBuilder($"% {title}\n");
        foreach (var line in ContinualDocument.Conditions(plan))
        {
            text.Append("% ").Append(line.ReplaceLineEndings(" ")).Append('\n');
        }

        text.Append("% In the preamble: \\usepackage{booktabs,graphicx}\n");
        if (outcome.Interrupted)
        {
            text.Append("% Not finished: the same command goes on.\n");
        }

        if (report.Strategies.Count > 0)
        {
            var number = 0;
            foreach (var metric in PublishedMetrics.All)
            {
                Append(text, $"{title}: {metric.Title}", ContinualTables.Measures(report, metric), ++number);
            }

            var mse = MetricCatalog.Mse;
            Append(text, $"{title}: {mse.Title} after each task", ContinualTables.Matrix(outcome, mse), ++number);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string caption, TextTable table, int number) =>
        text.Append('\n').Append(LatexTable.Floating(table, $"{caption}.", Invariant($"continual-{number}")));
}
