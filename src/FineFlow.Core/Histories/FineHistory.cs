using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;

namespace FineFlow.Core.Histories;

/// <summary>Fine counts of past slots, from which histories are averaged.</summary>
internal sealed class FineHistory
{
    private byte[]? _archive;

    /// <param name="fine">Fine counts [S, C, N*H, N*W] of the slots.</param>
    /// <param name="clocks">The S slots' clocks.</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <param name="prior">What each fine cell counts before any vehicle has been seen, [C, N*H, N*W]; null: all alike.</param>
    /// <param name="leftOut">Blocks whose fine counts are not counted but imputed; null: none are.</param>
    /// <exception cref="ArgumentException">There is no slot, or the parts do not fit together.</exception>
    public FineHistory(FlowMaps fine, SlotClock[] clocks, int factor, float[]? prior = null, LeftOutBlocks? leftOut = null)
    {
        ArgumentNullException.ThrowIfNull(fine);
        ArgumentNullException.ThrowIfNull(clocks);
        if (clocks.Length == 0 || clocks.Length != fine.Samples)
        {
            throw new ArgumentException($"{fine.Samples} maps and {clocks.Length} clocks; expected as many, at least 1", nameof(clocks));
        }

        if (prior is not null && prior.Length != fine.SampleLength)
        {
            throw new ArgumentException($"{prior.Length} numbers for maps {fine}; expected one a fine cell", nameof(prior));
        }

        (Fine, Clocks, Factor, Prior, LeftOut) = (fine, clocks, factor, prior, leftOut);
        Coarse = BlockSum.Coarsen(fine, factor);
        (FirstDay, LastDay) = (clocks.Min(clock => clock.Day), clocks.Max(clock => clock.Day));
    }

    /// <summary>Fine counts [S, C, N*H, N*W].</summary>
    public FlowMaps Fine { get; }

    /// <summary>Their block sums [S, C, H, W].</summary>
    public FlowMaps Coarse { get; }

    /// <summary>The S slots' clocks.</summary>
    public SlotClock[] Clocks { get; }

    /// <summary>Upscaling factor N.</summary>
    public int Factor { get; }

    /// <summary>
    /// What each fine cell counts before any vehicle has been seen, in vehicles, [C, N*H, N*W] (<see cref="PlaceShares"/>); null: all
    /// alike.
    /// </summary>
    public float[]? Prior { get; }

    /// <summary>
    /// Blocks whose fine counts are not counted but imputed (<see cref="Imputed"/>); null: none are. A training needs it; its file does not
    /// hold it.
    /// </summary>
    public LeftOutBlocks? LeftOut { get; }

    /// <summary>Bytes of its maps.</summary>
    public long Bytes => sizeof(float) * (Fine.Values.LongLength + Coarse.Values.LongLength + (Prior?.LongLength ?? 0));

    /// <summary>Number of slots S.</summary>
    public int Slots => Clocks.Length;

    /// <summary>The earliest day.</summary>
    public int FirstDay { get; }

    /// <summary>The latest day.</summary>
    public int LastDay { get; }

    /// <summary>Days from the first to the last one.</summary>
    public int Days => LastDay - FirstDay + 1;

    /// <summary>The bytes of its file (<see cref="HistoryFile"/>); a training writes them with every better epoch.</summary>
    internal byte[] Archive => _archive ??= HistoryFile.Compress(this);

    /// <summary>Returns the history that a split is.</summary>
    /// <param name="split">The split, with its fine counts.</param>
    /// <param name="factors">Whether its external factors are TaxiBJ's and may be used.</param>
    /// <param name="slotsPerDay">Slots of a day; needed where there are no times.</param>
    public static FineHistory Of(FlowSplit split, bool factors, int slotsPerDay)
    {
        ArgumentNullException.ThrowIfNull(split);
        var external = factors && split.External is { } known ? known.Values : [];
        return new(
            split.Fine,
            SlotClock.Of(split.Samples, split.Time, external, slot => slot / slotsPerDay),
            split.Fine.Rows / split.Coarse.Rows);
    }

    /// <summary>Returns whether it has a slot at every time at which another history has one.</summary>
    public bool Covers(FineHistory other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return TimesOf(other).IsSubsetOf(TimesOf(this));
    }

    /// <summary>Returns the slots of both histories in the order of time; where both have one, the other's.</summary>
    /// <param name="other">A history of maps of the same size.</param>
    public FineHistory With(FineHistory other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var known = TimesOf(other);
        var slots = Enumerable.Range(0, Slots).Where(slot => !known.Contains((Clocks[slot].Day, Clocks[slot].Second)))
            .Select(slot => (History: this, Slot: slot))
            .Concat(Enumerable.Range(0, other.Slots).Select(slot => (History: other, Slot: slot)))
            .OrderBy(place => place.History.Clocks[place.Slot].Day)
            .ThenBy(place => place.History.Clocks[place.Slot].Second)
            .ToList();
        var fine = new FlowMaps(Fine.Shape with { Samples = slots.Count });
        for (var slot = 0; slot < slots.Count; slot++)
        {
            slots[slot].History.Fine.Sample(slots[slot].Slot).CopyTo(fine.Sample(slot));
        }

        return new(fine, [.. slots.Select(place => place.History.Clocks[place.Slot])], Factor, Prior, LeftOut);
    }

    /// <summary>Returns the history with what static maps say of its cells.</summary>
    /// <param name="weights">The weights of the maps.</param>
    /// <param name="maps">The maps.</param>
    public FineHistory WithPrior(PlaceWeights weights, StaticMaps maps) =>
        new(Fine, Clocks, Factor, PlaceShares.Prior(weights, Factor, maps), LeftOut);

    /// <summary>
    /// Returns the history with coarse counts times shares in blocks whose fine counts are hidden: the shares that static maps suggest, or
    /// even ones. Averages over it are then these shares.
    /// </summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="coarse">Coarse counts [S, C, H, W] of its slots.</param>
    /// <param name="prior">What static maps say of the cells (<see cref="Prior"/>); null: nothing.</param>
    public FineHistory Imputed(LeftOutBlocks blocks, FlowMaps coarse, float[]? prior)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(coarse);
        var (grid, fine) = (new BlockGrid(coarse.Columns, Factor), new FlowMaps(Fine.Shape, (float[])Fine.Values.Clone()));
        for (var block = 0; block < coarse.Values.Length; block++)
        {
            if (!blocks.IsLeftOut[block % blocks.IsLeftOut.Count])
            {
                continue;
            }

            var start = grid.Start(block);
            var sum = prior is null ? grid.Offsets.Length : grid.Offsets.Sum(offset => prior[(start + offset) % fine.SampleLength]);
            foreach (var offset in grid.Offsets)
            {
                fine.Values[start + offset] = coarse.Values[block] * (prior?[(start + offset) % fine.SampleLength] ?? 1) / sum;
            }
        }

        return new(fine, Clocks, Factor, Prior, blocks);
    }

    /// <summary>Returns the slots of days up to a day; at least those of the first day.</summary>
    public FineHistory UpTo(int day)
    {
        var last = Math.Max(day, FirstDay);
        int[] kept = [.. Enumerable.Range(0, Slots).Where(slot => Clocks[slot].Day <= last)];
        return kept.Length == Slots ? this : new(Fine.Gather(kept), [.. kept.Select(slot => Clocks[slot])], Factor, Prior, LeftOut);
    }

    private static HashSet<(int Day, int Second)> TimesOf(FineHistory history) =>
        [.. history.Clocks.Select(clock => (clock.Day, clock.Second))];
}
