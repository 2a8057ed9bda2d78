using FineFlow.Experiments.Plans;

namespace FineFlow.Experiments.Results;

/// <summary>An experiment's results by dataset, model and variant, in the order of the plan.</summary>
internal sealed class ResultTable
{
    private readonly Dictionary<(string Dataset, string Model, string Variant), ResultRow> _rows;
    private readonly ExperimentOutcome _outcome;

    /// <param name="outcome">The results of the experiment.</param>
    public ResultTable(ExperimentOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        _outcome = outcome;
        _rows = outcome.Results
            .GroupBy(measured => (measured.Result.Dataset, measured.Result.Model, measured.Result.Variant))
            .ToDictionary(group => group.Key, group => new ResultRow(group.Key.Dataset, group.Key.Model, group.Key.Variant, [.. group]));
    }

    /// <summary>The plan of the experiment.</summary>
    public ExperimentPlan Plan => _outcome.Plan;

    /// <summary>Returns the results of a model's variant on a dataset; null where there are none.</summary>
    public ResultRow? Find(string dataset, string model, string variant = "") => _rows.GetValueOrDefault((dataset, model, variant));

    /// <summary>Returns all results on a dataset.</summary>
    public IReadOnlyList<ResultRow> On(string dataset) =>
        [.. Plan.Models.SelectMany(model => Plan.Variants.Select(variant => Find(dataset, model, variant.Name))).OfType<ResultRow>()];

    /// <summary>Returns a word for a table's cell without a result: "n/a", "diverged" or "...".</summary>
    public string Missing(string dataset, string model, string variant = "")
    {
        var refused = Plan.Refusals.Any(refusal => (refusal.Dataset, refusal.Model, refusal.Variant) == (dataset, model, variant));
        var failed = _outcome.Failures.Any(failure =>
            (failure.Job.Dataset.Name, failure.Job.Manifest.Model, failure.Job.Variant) == (dataset, model, variant));
        return refused ? "n/a" : failed ? "diverged" : "...";
    }

    /// <summary>The trainings that diverged.</summary>
    public IReadOnlyList<JobFailure> Failures => _outcome.Failures;

    /// <summary>Whether the experiment was stopped before its end.</summary>
    public bool Interrupted => _outcome.Interrupted;
}
