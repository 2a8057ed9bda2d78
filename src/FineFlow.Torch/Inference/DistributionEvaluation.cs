using FineFlow.Core.Distributions;
using FineFlow.Core.Metrics;

namespace FineFlow.Torch.Inference;

/// <summary>A network's distributions on a split, beside the true maps.</summary>
/// <param name="Estimates">The metrics of the map that is best for each metric.</param>
/// <param name="LogLikelihood">
/// The log-likelihood of the true maps in nats a unit of flow, larger is better (<see cref="Core.Distributions.LogLikelihood"/>); null for
/// flow that is not whole, without flow, and where a cell with the share 0 holds flow.
/// </param>
/// <param name="Coverage">What the 90 % intervals cover; null for flow that is not whole, and without flow.</param>
/// <param name="Seconds">The time that it took to measure this, without inferring the distributions.</param>
internal sealed record DistributionEvaluation(
    EstimateMetrics Estimates, double? LogLikelihood, IntervalCoverage? Coverage, double Seconds)
{
    /// <summary>What the 90 % intervals of sums over rectangles cover; null where none were measured.</summary>
    public double? Zones { get; init; }
}

/// <summary>The metrics of a distribution's maps, each the best for its metric (<see cref="EstimateKind"/>).</summary>
/// <param name="Mean">The mean map, which is the network's own.</param>
/// <param name="Mae">
/// The MAE map; null for flow that is not whole, or above <see cref="Core.Distributions.Estimates.LargestCount"/>.
/// </param>
/// <param name="Mape">The MAPE map; null likewise.</param>
internal sealed record EstimateMetrics(FlowMetrics Mean, FlowMetrics? Mae, FlowMetrics? Mape);
