using FineFlow.Core.Conservation;

namespace FineFlow.Core.Datasets;

/// <summary>Description of one split.</summary>
/// <param name="Name">The split.</param>
/// <param name="Samples">Number of time slots.</param>
/// <param name="CoarseShape">[n, C, H, W].</param>
/// <param name="FineShape">[n, C, N*H, N*W].</param>
/// <param name="Coarse">Values of the coarse maps, those that are there.</param>
/// <param name="Fine">Values of the fine maps.</param>
/// <param name="HasExternal">Whether it has external factors.</param>
/// <param name="FirstSlot">Earliest slot's start on the local clock, where times are known.</param>
/// <param name="LastSlot">Latest slot's start on the local clock, where times are known.</param>
/// <param name="Conservation">Deviation of the fine maps' block sums from the coarse counts that are there.</param>
internal sealed record SplitSummary(
    string Name,
    int Samples,
    int[] CoarseShape,
    int[] FineShape,
    FlowStatistics Coarse,
    FlowStatistics Fine,
    bool HasExternal,
    DateTime? FirstSlot,
    DateTime? LastSlot,
    ConservationResidual Conservation)
{
    /// <summary>Number of coarse counts that are missing (NaN in X.npy); null where none is.</summary>
    public int? MissingCounts { get; init; }

    /// <summary>Summarises a split of at least one sample.</summary>
    public static SplitSummary Of(FlowSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return new(
            split.Name,
            split.Samples,
            Shape(split.Coarse),
            Shape(split.Fine),
            FlowStatistics.Of(split.Coarse, split.Mask),
            FlowStatistics.Of(split.Fine),
            split.External is not null,
            LocalTime(split.Time?.Min()),
            LocalTime(split.Time?.Max()),
            ConservationResidual.Of(split.Coarse, split.Fine, split.Mask))
        {
            MissingCounts = split.Mask is null ? null : MissingCells.Count(split.Mask),
        };
    }

    private static int[] Shape(FlowMaps maps) => [maps.Samples, maps.Channels, maps.Rows, maps.Columns];

    private static DateTime? LocalTime(long? seconds) => seconds is { } known
        ? DateTimeOffset.FromUnixTimeSeconds(known).DateTime
        : null;
}
