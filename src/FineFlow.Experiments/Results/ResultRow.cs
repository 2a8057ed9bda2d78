using FineFlow.Core.Metrics;

namespace FineFlow.Experiments.Results;

/// <summary>The finished trainings of one model and variant on one dataset: its seeds.</summary>
public sealed record ResultRow(string Dataset, string Model, string Variant, IReadOnlyList<MeasuredResult> Seeds)
{
    /// <summary>Its name in the tables.</summary>
    public string Name => Seeds[0].Result.Row;

    /// <summary>A number of each seed's training.</summary>
    public Spread Of(Func<TrainingResult, double> number) => Spread.Of([.. Seeds.Select(seed => number(seed.Result))]);

    /// <summary>A metric of each seed's training.</summary>
    public Spread Of(FlowMetric metric) => Of(result => result.Test[metric]);

    /// <summary>Errors by sample, flow and hour: the mean of the seeds.</summary>
    public ErrorBreakdown Errors => ErrorBreakdown.Mean([.. Seeds.Select(seed => seed.Errors)]);
}
