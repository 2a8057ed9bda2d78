namespace FineFlow.Core.Histories;

/// <summary>How much a past slot counts for the present one (docs/models/dmn.md, "Kernel history").</summary>
/// <param name="Hours">Width h of the kernel over the clock, in hours; infinite: all times of day count alike.</param>
/// <param name="OtherKind">What a weekday counts for a rest day and a rest day for a weekday, q, 0 to 1.</param>
/// <param name="Strength">How many vehicles the long-term shares count for, k.</param>
/// <param name="RecencyDays">Days tau after which a slot counts 1/e; infinite: old and new count alike.</param>
internal sealed record HistoryKernel(
    double Hours = double.PositiveInfinity, double OtherKind = 1, double Strength = 32, double RecencyDays = double.PositiveInfinity)
{
    private const double HoursOfDay = 24;

    /// <summary>
    /// Returns the weights of past slots for present ones, [present, past]. Slots of the present slot's own day count 0, and so do those of
    /// the days around it, up to a gap. Where there are no others, as in a history of one day, all count but the present slot itself.
    /// </summary>
    /// <param name="present">Clocks of the present slots.</param>
    /// <param name="past">Clocks of the past slots.</param>
    /// <param name="gapDays">Days before and after the own one that do not count either.</param>
    public float[] Weights(ReadOnlySpan<SlotClock> present, ReadOnlySpan<SlotClock> past, int gapDays = 0)
    {
        var weights = new float[present.Length * past.Length];
        for (var row = 0; row < present.Length; row++)
        {
            Fill(present[row], past, gapDays, weights.AsSpan(row * past.Length, past.Length));
        }

        return weights;
    }

    private void Fill(SlotClock present, ReadOnlySpan<SlotClock> past, int gapDays, Span<float> weights)
    {
        // The newest day counts 1: what ages is the whole history, and that must not hand it over to the long-term shares.
        var newest = int.MaxValue;
        foreach (var slot in past)
        {
            var age = Math.Abs(present.Day - slot.Day);
            newest = age > gapDays ? Math.Min(newest, age) : newest;
        }

        var isShort = newest == int.MaxValue;
        for (var column = 0; column < past.Length; column++)
        {
            var counts = isShort ? !IsSameSlot(present, past[column]) : Math.Abs(present.Day - past[column].Day) > gapDays;
            weights[column] = counts ? (float)Weight(present, past[column], isShort ? 0 : newest) : 0;
        }
    }

    /// <summary>Whether two slots are the same one; those of a day whose times are not known may be.</summary>
    private static bool IsSameSlot(SlotClock one, SlotClock other) =>
        one.Day == other.Day && (one.Second == other.Second || one.Second < 0 || other.Second < 0);

    private double Weight(SlotClock present, SlotClock past, int newest)
    {
        var weight = present.IsRestDay == past.IsRestDay ? 1 : OtherKind;
        if (double.IsFinite(RecencyDays))
        {
            weight *= Math.Exp(-(Math.Abs(present.Day - past.Day) - newest) / RecencyDays);
        }

        var distance = Math.Abs(present.Hour - past.Hour);
        if (double.IsFinite(Hours) && double.IsFinite(distance))
        {
            var hours = Math.Min(distance, HoursOfDay - distance) / Hours;
            weight *= Math.Exp(-hours * hours / 2);
        }

        return weight;
    }
}
