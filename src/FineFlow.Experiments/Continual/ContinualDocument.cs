using System.Globalization;
using FineFlow.Core.Metrics;
using FineFlow.Core.Settings;
using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Views;

namespace FineFlow.Experiments.Continual;

/// <summary>table.md: the measures and errors of an outcome, and all that is needed to repeat them.</summary>
internal static class ContinualDocument
{
    /// <summary>Returns the document's text. Equal results give equal text.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="figure">Name of the picture beside it; null: none.</param>
    public static string Write(ContinualOutcome outcome, string? figure)
    {
        var (plan, report) = (outcome.Plan, ContinualReport.Of(outcome));
        string?[] parts =
        [
            $"# {plan.Request.Whole.Model} on a sequence of {plan.TaskNames.Count} tasks",
            string.Join('\n', Conditions(plan).Select(line => $"- {line}")),
            outcome.Interrupted ? "**Not finished: the same command goes on.**" : null,
            .. report.Strategies.Count == 0 ? [] : Sections(outcome, report),
            figure is null ? null : $"![errors on each task]({figure})",
            outcome.Failures.Count == 0 ? null : "## Not in the tables\n\n" + string.Join('\n', outcome.Failures.Select(Failure)),
        ];
        return string.Join("\n\n", parts.Where(part => part is not null).Select(part => part!.Trim())) + "\n";
    }

    private static IEnumerable<string> Sections(ContinualOutcome outcome, ContinualReport report) => PublishedMetrics.All
        .Select(metric => new ResultSection(metric.Title, ContinualTables.Measures(report, metric)).Markdown())
        .Append("Positive forgetting and backward transfer: the tasks were known better before. "
            + "Negative forward transfer: the tasks before help.")
        .Append(new ResultSection("After each task", ContinualTables.Matrix(outcome, MetricCatalog.Mse)).Markdown());

    /// <summary>Returns what the numbers depend on, a line each.</summary>
    public static IEnumerable<string> Conditions(ContinualPlan plan)
    {
        var run = plan.Request.Whole;
        var recipe = run.Recipe;
        var rate = recipe.LearningRate.ToString(CultureInfo.InvariantCulture);
        var settings = SettingsBinder.ToJson(plan.Request.Options).Select(setting => $"{setting.Key} {setting.Value}");
        return
        [
            $"loss {run.LossName}, recipe {recipe.Name}: {FigureWords.Epochs(recipe.Epochs)} a task, batches of {recipe.BatchSize}, "
                + Invariant($"learning rate {rate}; each task keeps its epoch of the lowest validation MSE"),
            (plan.Seeds > 1 ? $"seeds 1 to {plan.Seeds}: mean ± sample standard deviation" : "seed 1")
                + $"; {FigureWords.Machine(run.Device, run.Threads, run.Deterministic)}",
            .. plan.Methods.Select(method => $"{method.Name}: {method.Title}"),
            $"settings of the strategies: {string.Join(", ", settings)}",
            .. plan.Request.Sequence.Tasks.Zip(plan.TaskNames, (task, name) => Invariant(
                $"{name}: {string.Join(" / ", task.Splits.Select(split => split.Samples))} samples; SHA-256 {task.Fingerprint[..16]}...")),
        ];
    }

    private static string Failure(SequenceFailure failure) => Invariant($"- {failure.Strategy}, seed {failure.Seed}: {failure.Reason}");
}
