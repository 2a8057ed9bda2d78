using System.Text.Json.Nodes;
using FineFlow.Core.Metrics;
using FineFlow.Core.Settings;
using FineFlow.Experiments.Results;
using FineFlow.Torch.Runtime;

namespace FineFlow.Experiments.Continual;

/// <summary>The content of results.json: each sequence, and the measures of each strategy over the seeds, by the metrics' keys.</summary>
internal sealed record ContinualReport(
    string Model,
    string Recipe,
    string Loss,
    int Epochs,
    IReadOnlyList<ContinualTask> Tasks,
    JsonObject Settings,
    bool Finished,
    IReadOnlyList<StrategyMeasures> Strategies,
    IReadOnlyList<SequenceResult> Results,
    IReadOnlyList<SequenceFailure> Failures,
    SoftwareVersions Versions)
{
    /// <summary>Returns the report of an outcome.</summary>
    public static ContinualReport Of(ContinualOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var (plan, run) = (outcome.Plan, outcome.Plan.Request.Whole);
        return new(
            run.Model,
            run.Recipe.Name,
            run.LossName,
            run.Recipe.Epochs,
            [.. plan.Request.Sequence.Tasks.Zip(plan.TaskNames, (data, name) => new ContinualTask(name, data.Folder, data.Fingerprint))],
            SettingsBinder.ToJson(plan.Request.Options),
            !outcome.Interrupted,
            [.. plan.Methods.Select(method => StrategyMeasures.Of(method.Name, outcome.WholeOf(method.Name))).OfType<StrategyMeasures>()],
            outcome.Results,
            outcome.Failures,
            SoftwareVersions.Current);
    }
}

/// <summary>A task of a report.</summary>
internal sealed record ContinualTask(string Name, string Folder, string Fingerprint);

/// <summary>A strategy's measures over its seeds.</summary>
/// <param name="Strategy">The strategy's name.</param>
/// <param name="Seeds">Seeds that were learnt to the end.</param>
/// <param name="Average">The average error at the end, by the metrics' keys.</param>
/// <param name="Forgetting">The forgetting.</param>
/// <param name="BackwardTransfer">The backward transfer.</param>
/// <param name="ForwardTransfer">The forward transfer.</param>
internal sealed record StrategyMeasures(
    string Strategy,
    int Seeds,
    IReadOnlyDictionary<string, Spread> Average,
    IReadOnlyDictionary<string, Spread> Forgetting,
    IReadOnlyDictionary<string, Spread> BackwardTransfer,
    IReadOnlyDictionary<string, Spread> ForwardTransfer)
{
    /// <summary>Returns the measures; null where no sequence is whole.</summary>
    public static StrategyMeasures? Of(string strategy, IReadOnlyList<SequenceResult> whole) => whole.Count == 0 ? null : new(
        strategy,
        whole.Count,
        Over(whole, measures => measures.Average),
        Over(whole, measures => measures.Forgetting),
        Over(whole, measures => measures.BackwardTransfer),
        Over(whole, measures => measures.ForwardTransfer));

    private static Dictionary<string, Spread> Over(
        IReadOnlyList<SequenceResult> whole, Func<ContinualMeasures, double> measure) => MetricCatalog.All
        .Select(metric => (metric.Key, Spread: Spread.Of([.. whole.Select(sequence => measure(ContinualMeasures.Of(sequence, metric)))])))
        .Where(pair => double.IsFinite(pair.Spread.Mean))
        .ToDictionary(pair => pair.Key, pair => pair.Spread);
}
