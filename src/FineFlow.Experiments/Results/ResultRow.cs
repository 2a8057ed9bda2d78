using FineFlow.Core.Metrics;

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

    /// <summary>Errors by sample, flow and hour, averaged over the seeds.</summary>
    public ErrorBreakdown Errors => ErrorBreakdown.Mean([.. Seeds.Select(seed => seed.Errors)]);
}
