using FineFlow.Core.Datasets;

namespace FineFlow.Core.Drift;

/// <summary>How far the coarse counts of some slots are from those of training.</summary>
/// <param name="Counts">
/// How large counts are: the index over empty cells and bins of training's deciles of the others. The bins are those of training at the
/// same hours, so that slots of a part of the day compare with that part.
/// </param>
/// <param name="Cells">Where counts are: the index over cells.</param>
/// <param name="Hours">When counts are: the index over hours of the day; null where fewer than two hours are known of both.</param>
/// <param name="Level">All counts divided by training's at the same hours.</param>
internal sealed record DriftScores(double Counts, double Cells, double? Hours, double Level)
{
    /// <summary>Compares slots with those of training.</summary>
    /// <param name="now">The slots; at least one.</param>
    /// <param name="then">The slots of training; at least one.</param>
    public static DriftScores Of(CountTally now, CountTally then) => new(
        StabilityIndex.Of(Pooled(now), Expected(now, then)),
        StabilityIndex.Of(PerCell(now, now), PerCell(then, now)),
        ByHour(now, then) is { Count: > 1 } hours ? hours.Sum(hour => hour.Shift.Index) : null,
        LevelOf(now, then));

    /// <summary>Returns the score of a measure, larger is farther; null where it is not known.</summary>
    public double? Of(DriftMeasure measure) => measure switch
    {
        DriftMeasure.Counts => Counts,
        DriftMeasure.Cells => Cells,
        DriftMeasure.Hours => Hours,
        _ => Math.Abs(Math.Log(Level)),
    };

    /// <summary>Returns the shift of each cell's share of all counts.</summary>
    public static IReadOnlyList<BinShift> ByCell(CountTally now, CountTally then) =>
        StabilityIndex.Parts(PerCell(now, now), PerCell(then, now));

    /// <summary>Returns the shift of each hour's share of all counts, for the hours that both have.</summary>
    public static IReadOnlyList<(int Hour, BinShift Shift)> ByHour(CountTally now, CountTally then)
    {
        int[] hours = [.. Enumerable.Range(0, SlotCalendar.HoursOfDay).Where(hour => now.Slots[hour] > 0 && then.Slots[hour] > 0)];
        return [.. hours.Zip(StabilityIndex.Parts(Rates(now), Rates(then)))];

        // Each hour counts as one, however many of its slots are there.
        double[] Rates(CountTally tally) =>
            [.. hours.Select(hour => tally.Totals[hour] / tally.Slots[hour] * tally.AllSlots / hours.Length)];
    }

    private static double[] Pooled(CountTally tally)
    {
        var pooled = new double[tally.Bins[0].Length];
        foreach (var bins in tally.Bins)
        {
            for (var bin = 0; bin < pooled.Length; bin++)
            {
                pooled[bin] += bins[bin];
            }
        }

        return pooled;
    }

    /// <summary>
    /// Returns the bins of training, its hours weighted as those of now; hours that training lacks are as all of its hours.
    /// </summary>
    private static double[] Expected(CountTally now, CountTally then)
    {
        var (all, expected) = (Pooled(then), new double[then.Bins[0].Length]);
        var (seen, seenThen) = (Pooled(now).Sum(), all.Sum());
        for (var hour = 0; hour < CountTally.Strata; hour++)
        {
            var (weight, own) = (now.Bins[hour].Sum() / Math.Max(seen, double.Epsilon), then.Bins[hour].Sum());
            var (bins, sum) = own > 0 ? (then.Bins[hour], own) : (all, seenThen);
            for (var bin = 0; bin < expected.Length && weight > 0; bin++)
            {
                expected[bin] += seenThen * weight * bins[bin] / sum;
            }
        }

        return expected;
    }

    /// <summary>Returns the counts of each cell as if it had been seen in every slot; 0 where now or then never saw it.</summary>
    private static double[] PerCell(CountTally tally, CountTally now) =>
    [
        .. tally.Sums.Select((sum, cell) =>
            tally.Seen[cell] > 0 && now.Seen[cell] > 0 ? sum / tally.Seen[cell] * tally.AllSlots : 0),
    ];

    private static double LevelOf(CountTally now, CountTally then)
    {
        const double half = 0.5; // a city without any count is not infinitely far away
        var mean = then.Totals.Sum() / Math.Max(1, then.AllSlots);
        var expected = now.Slots.Select((slots, hour) => slots * Rate(hour)).Sum();
        return (now.Totals.Sum() + half) / (expected + half);

        double Rate(int hour) => then.Slots[hour] > 0 ? then.Totals[hour] / then.Slots[hour] : mean;
    }
}

/// <summary>What is compared with training.</summary>
internal enum DriftMeasure
{
    /// <summary>How large counts are.</summary>
    Counts,

    /// <summary>Where counts are.</summary>
    Cells,

    /// <summary>When counts are.</summary>
    Hours,

    /// <summary>How many counts there are in all.</summary>
    Level,
}
