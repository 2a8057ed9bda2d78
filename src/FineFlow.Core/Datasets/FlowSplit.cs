using FineFlow.Core.Sampling;

namespace FineFlow.Core.Datasets;

/// <summary>One part of a dataset in memory: the same time slots as coarse maps, fine maps and external factors.</summary>
/// <param name="Name">One of <see cref="SplitNames"/>.</param>
/// <param name="Coarse">Coarse flow, [n, C, H, W].</param>
/// <param name="Fine">Fine flow, [n, C, N*H, N*W].</param>
/// <param name="External">External factors of the n slots, if the dataset has them.</param>
/// <param name="Time">Start of the n slots in seconds since 1970 on the local clock, if known.</param>
public sealed record FlowSplit(string Name, FlowMaps Coarse, FlowMaps Fine, ExternalFactors? External = null, long[]? Time = null)
{
    /// <summary>1 where a coarse count was observed and 0 where it is missing, [n, C, H, W]; null: all were observed.</summary>
    public FlowMaps? Mask { get; init; }

    /// <summary>Missing counts are known to be smaller than this; null: nothing is known of them.</summary>
    public int? Below { get; init; }

    /// <summary>Maps of the place that do not change with time; null without any.</summary>
    internal StaticMaps? Static { get; init; }

    /// <summary>Blocks whose fine counts are hidden, and are 0 here; null: all are known.</summary>
    internal LeftOutBlocks? LeftOut { get; init; }

    /// <summary>The coarse maps, with 0 in blocks whose fine counts are hidden: the sums of the fine counts that are known.</summary>
    internal FlowMaps KnownCoarse => LeftOut?.Hide(Coarse, 1) ?? Coarse;

    /// <summary>Number of time slots.</summary>
    public int Samples => Coarse.Samples;

    /// <summary>The inputs of a model: everything but the fine maps.</summary>
    public FlowInputs Inputs => new(Coarse, External, Time, Mask: Mask) { Below = Below };

    /// <summary>Returns a copy of chosen samples, in the order of <paramref name="samples"/>.</summary>
    internal FlowSplit Gather(ReadOnlySpan<int> samples) => With(Inputs.Gather(samples), Fine.Gather(samples));

    /// <summary>Returns copies of parts of so many samples, the last one smaller, each with the number of its first sample.</summary>
    internal IEnumerable<(int Start, FlowSplit Part)> Batches(int size)
    {
        for (var start = 0; start < Samples; start += size)
        {
            var count = Math.Min(size, Samples - start);
            yield return (start, With(Inputs.Slice(start, count), Fine.Slice(start, count)));
        }
    }

    /// <summary>
    /// Returns the split with some coarse cells, chosen at random, as if their counts were missing. No bound is known of these, so that
    /// none is kept (<see cref="Below"/>).
    /// </summary>
    /// <param name="share">The share of the cells, from 0 to 1.</param>
    /// <param name="seed">Same seed, same cells.</param>
    internal FlowSplit Hide(double share, long seed)
    {
        var random = new RandomStream(seed);
        var (counts, mask) = ((float[])Coarse.Values.Clone(), new FlowMaps(Coarse.Shape));
        for (var cell = 0; cell < counts.Length; cell++)
        {
            var isSeen = random.NextDouble() >= share && (Mask is null || Mask.Values[cell] > 0);
            (mask.Values[cell], counts[cell]) = isSeen ? (1, counts[cell]) : (0, 0);
        }

        return this with { Coarse = new(Coarse.Shape, counts), Mask = mask, Below = null };
    }

    /// <summary>Joins splits of the same sizes and parts along their samples, in the order given.</summary>
    /// <param name="name">The name of the result.</param>
    /// <param name="splits">At least one.</param>
    /// <exception cref="ArgumentException">The splits do not have the same sizes and parts.</exception>
    internal static FlowSplit Join(string name, IReadOnlyList<FlowSplit> splits) =>
        (splits[0] with { Name = name }).With(
            FlowInputs.Join([.. splits.Select(split => split.Inputs)]), FlowMaps.Join([.. splits.Select(split => split.Fine)]));

    /// <summary>Returns the split without the fine counts of some blocks.</summary>
    internal FlowSplit Without(LeftOutBlocks blocks) =>
        this with { Fine = blocks.Hide(Fine, Fine.Rows / Coarse.Rows), LeftOut = blocks };

    private FlowSplit With(FlowInputs inputs, FlowMaps fine) => this with
    {
        Coarse = inputs.Coarse,
        Fine = fine,
        External = inputs.External,
        Time = inputs.Time,
        Mask = inputs.Mask,
        Below = inputs.Below,
    };
}
