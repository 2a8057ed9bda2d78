using FineFlow.Core;

namespace FineFlow.Plots;

/// <summary>The 90 % interval of every fine cell: its quantiles at 0.05 and 0.95.</summary>
/// <param name="Low">The counts that a cell exceeds in 95 % of cases, [samples, channels, N*H, N*W].</param>
/// <param name="High">The counts that a cell exceeds in 5 % of cases, of the same shape.</param>
internal sealed record FlowInterval(FlowMaps Low, FlowMaps High)
{
    /// <summary>Level of the lower end.</summary>
    public const double LowLevel = 0.05;

    /// <summary>Level of the upper end.</summary>
    public const double HighLevel = 0.95;
}
