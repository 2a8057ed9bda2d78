using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Results;

/// <summary>The finished trainings of one model and variant on one dataset, one for each seed.</summary>
internal sealed record ResultRow(string Dataset, string Model, string Variant, IReadOnlyList<MeasuredResult> Seeds)
{
    /// <summary>Its name in the tables.</summary>
    public string Name => Seeds[0].Result.Row;

    /// <summary>Returns the spread of a number over the seeds.</summary>
    public Spread Of(Func<TrainingResult, double> number) => Spread.Of([.. Seeds.Select(seed => number(seed.Result))]);

    /// <summary>Returns the spread of a metric on the test split over the seeds.</summary>
    public Spread Of(FlowMetric metric) => Of(result => result.Test[metric]);

    /// <summary>What costs nothing on the test split, and what is possible; null in results of older versions.</summary>
    internal Baselines? Baselines => Seeds[0].Result.Beside;

    /// <summary>The share of the removable error that the mean MSE over the seeds removes; null without a noise floor.</summary>
    internal double? RemovableShare => Baselines?.RemovableShare(Of(MetricCatalog.Mse).Mean);

    /// <summary>Errors by sample, flow and hour, averaged over the seeds.</summary>
    public ErrorBreakdown Errors => ErrorBreakdown.Mean([.. Seeds.Select(seed => seed.Errors)]);
}
