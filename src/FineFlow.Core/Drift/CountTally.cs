using FineFlow.Core.Datasets;

namespace FineFlow.Core.Drift;

/// <summary>
/// What is known of the coarse counts of some slots: how large they are, hour by hour, and where they are. It has a fixed size, whatever
/// the number of slots. Missing counts are left out, and sums stand for what was seen.
/// </summary>
internal sealed class CountTally
{
    /// <summary>The hours of a day and, behind them, the slots of an unknown hour.</summary>
    public const int Strata = SlotCalendar.HoursOfDay + 1;

    private readonly double[] _edges;

    /// <param name="edges">
    /// Upper ends of the bins of counts, ascending, each in its bin; the last bin is above all of them.
    /// </param>
    /// <param name="cells">Coarse cells of a slot: channels x rows x columns.</param>
    public CountTally(double[] edges, int cells)
    {
        _edges = edges;
        Bins = [.. Enumerable.Range(0, Strata).Select(_ => new double[edges.Length + 1])];
        (Sums, Seen) = (new double[cells], new double[cells]);
    }

    /// <summary>Number of slots of each hour.</summary>
    public double[] Slots { get; } = new double[Strata];

    /// <summary>Sum of the counts of a whole map, by hour; the mean of the seen cells stands for missing ones.</summary>
    public double[] Totals { get; } = new double[Strata];

    /// <summary>Cells in each bin of counts, by hour.</summary>
    public double[][] Bins { get; }

    /// <summary>Sum of the counts of each cell.</summary>
    public double[] Sums { get; }

    /// <summary>Slots in which the count of each cell was seen.</summary>
    public double[] Seen { get; }

    /// <summary>Number of all slots.</summary>
    public double AllSlots => Slots.Sum();

    /// <summary>Adds a slot.</summary>
    /// <param name="counts">Its coarse counts.</param>
    /// <param name="mask">1 where a count was seen and 0 where it is missing; empty: all were seen.</param>
    /// <param name="hour">Its hour of the day; null where unknown.</param>
    public void Add(ReadOnlySpan<float> counts, ReadOnlySpan<float> mask, int? hour)
    {
        var (stratum, sum, seen) = (hour ?? Strata - 1, 0.0, 0);
        var bins = Bins[stratum];
        for (var cell = 0; cell < counts.Length; cell++)
        {
            if (!mask.IsEmpty && mask[cell] == 0)
            {
                continue;
            }

            var place = Array.BinarySearch(_edges, counts[cell]);
            bins[place >= 0 ? place : ~place]++;
            Sums[cell] += counts[cell];
            Seen[cell]++;
            sum += counts[cell];
            seen++;
        }

        if (seen > 0)
        {
            Slots[stratum]++;
            Totals[stratum] += sum * counts.Length / seen;
        }
    }

    /// <summary>Adds another tally of the same bins and cells.</summary>
    /// <param name="other">The other tally.</param>
    /// <param name="weight">Its weight; -1 takes it away.</param>
    public void Add(CountTally other, double weight = 1)
    {
        foreach (var (own, added) in Parts().Zip(other.Parts()))
        {
            for (var i = 0; i < own.Length; i++)
            {
                own[i] += weight * added[i];
            }
        }
    }

    /// <summary>Multiplies everything, so that what was added before weighs less than what comes.</summary>
    public void Fade(double factor)
    {
        foreach (var part in Parts())
        {
            for (var i = 0; i < part.Length; i++)
            {
                part[i] *= factor;
            }
        }
    }

    /// <summary>Returns an empty tally of the same bins and cells.</summary>
    public CountTally Empty() => new(_edges, Sums.Length);

    /// <summary>Returns the sum of several tallies of the same bins and cells, at least one.</summary>
    public static CountTally Join(IEnumerable<CountTally> parts)
    {
        CountTally? sum = null;
        foreach (var part in parts)
        {
            sum ??= part.Empty();
            sum.Add(part);
        }

        return sum ?? throw new ArgumentException("there are no parts", nameof(parts));
    }

    private IEnumerable<double[]> Parts() => [Slots, Totals, Sums, Seen, .. Bins];
}
