using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;
using FineFlow.Torch.Inference;

namespace FineFlow.Experiments.Drift;

/// <summary>A model's answers on some slots beside the truth, as sums, so that days can be joined.</summary>
/// <param name="Flow">True flow.</param>
/// <param name="AbsoluteError">Sum of the absolute errors of all fine cells.</param>
/// <param name="Loss">Negative log-likelihood in nats; null where there is no distribution or it excludes the truth.</param>
/// <param name="Covered">Fine cells whose true count lies in its 90 % interval.</param>
/// <param name="Intervals">Fine cells with an interval; 0 where there is no distribution.</param>
internal sealed record DayAnswers(double Flow, double AbsoluteError, double? Loss, double Covered, long Intervals)
{
    /// <summary>Runs a model over a split.</summary>
    public static DayAnswers Of(FlowModel model, FlowSplit split, string source, CancellationToken cancellationToken)
    {
        var evaluation = Evaluation.RunWithDistribution(model.Network, split, source, cancellationToken: cancellationToken);
        var (flow, distribution) = (split.Fine.Values.Sum(value => (double)value), evaluation.Distribution);
        return new(
            flow,
            evaluation.Metrics[MetricCatalog.Mae] * split.Fine.Values.Length,
            -distribution?.LogLikelihood * flow,
            distribution?.Coverage is { } coverage ? coverage.Coverage * coverage.Cells : 0,
            distribution?.Coverage?.Cells ?? 0);
    }

    /// <summary>Joins days.</summary>
    public static DayAnswers Join(IReadOnlyCollection<DayAnswers> days) => new(
        days.Sum(day => day.Flow),
        days.Sum(day => day.AbsoluteError),
        days.Any(day => day.Flow > 0 && day.Loss is null) ? null : days.Sum(day => day.Loss ?? 0),
        days.Sum(day => day.Covered),
        days.Sum(day => day.Intervals));

    /// <summary>Returns a measure; null where it is not known.</summary>
    public double? Of(AnswerMeasure measure) => measure switch
    {
        AnswerMeasure.Error => Flow > 0 ? AbsoluteError / Flow : null,
        AnswerMeasure.Loss => Flow > 0 ? Loss / Flow : null,
        _ => Intervals > 0 ? Covered / Intervals : null,
    };
}

/// <summary>What is measured of a model's answers.</summary>
internal enum AnswerMeasure
{
    /// <summary>Sum of the absolute errors over the true flow (WAPE).</summary>
    Error,

    /// <summary>Negative log-likelihood in nats a unit of flow.</summary>
    Loss,

    /// <summary>Share of the true counts in their 90 % intervals.</summary>
    Coverage,
}
