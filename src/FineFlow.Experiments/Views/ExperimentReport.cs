using FineFlow.Experiments.Plans;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Runtime;

namespace FineFlow.Experiments.Views;

/// <summary>The content of results.json, as printed by <c>experiment --json</c>.</summary>
internal sealed record ExperimentReport(
    string Experiment,
    string Title,
    string Command,
    string Budget,
    string Recipe,
    bool Finished,
    IReadOnlyList<ExperimentDataset> Datasets,
    IReadOnlyList<TrainingResult> Results,
    IReadOnlyList<string> PublishedLeftOut,
    IReadOnlyList<JobRefusal> Refusals,
    IReadOnlyList<ExperimentFailure> Failures,
    SoftwareVersions Versions)
{
    /// <summary>Returns the report of an experiment.</summary>
    public static ExperimentReport Of(ExperimentOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var plan = outcome.Plan;
        return new(
            plan.File.Name, plan.File.Title, ExperimentDocument.Command(plan), plan.BudgetName, plan.File.Recipe, !outcome.Interrupted,
            plan.Datasets, [.. outcome.Results.Select(measured => measured.Result)], [.. PublishedNumbers.LeftOut(plan)], plan.Refusals,
            [.. outcome.Failures.Select(failure => new ExperimentFailure(
                failure.Job.Dataset.Name, failure.Job.Row, failure.Job.Manifest.Seed, failure.Reason))],
            SoftwareVersions.Current);
    }
}

/// <summary>A training that diverged.</summary>
internal sealed record ExperimentFailure(string Dataset, string Row, long Seed, string Reason);
