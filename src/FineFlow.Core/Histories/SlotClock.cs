using FineFlow.Core.Datasets;

namespace FineFlow.Core.Histories;

/// <summary>When a time slot is, as far as it is known.</summary>
/// <param name="Day">Number of the day. Days of one dataset can be subtracted; without times they are counted from its first slot.</param>
/// <param name="Second">Start of the slot in seconds since midnight; negative where unknown.</param>
/// <param name="Weekday">0 Monday .. 6 Sunday; negative where unknown.</param>
/// <param name="Holiday">Whether the day is known to be a public holiday.</param>
internal readonly record struct SlotClock(int Day, int Second, int Weekday, bool Holiday)
{
    /// <summary>What stands for a time of day or a weekday that is not known.</summary>
    public const int Unknown = -1;

    private const int Days = 7;
    private const int SecondsOfHour = 3600;
    private const int Saturday = 5;

    /// <summary>Start of the slot in hours since midnight; NaN where unknown.</summary>
    public double Hour => Second < 0 ? double.NaN : (double)Second / SecondsOfHour;

    /// <summary>Whether people rest on that day: a weekend day or a public holiday.</summary>
    public bool IsRestDay => Holiday || Weekday >= Saturday;

    /// <summary>
    /// Returns the clocks of slots from their times and, for holidays and where there are no times, from TaxiBJ's factors.
    /// </summary>
    /// <param name="count">Number of slots.</param>
    /// <param name="times">Start of the slots in seconds since 1970 on the local clock; null where unknown.</param>
    /// <param name="external">TaxiBJ's seven external factors of the slots, row after row; empty where unknown.</param>
    /// <param name="dayOf">Returns the day of a slot without a time.</param>
    public static SlotClock[] Of(int count, long[]? times, ReadOnlySpan<float> external, Func<int, int> dayOf)
    {
        ArgumentNullException.ThrowIfNull(dayOf);
        var clocks = new SlotClock[count];
        for (var slot = 0; slot < count; slot++)
        {
            var factors = external.IsEmpty ? [] : external.Slice(slot * TaxiBjColumns.Count, TaxiBjColumns.Count);
            var holiday = !factors.IsEmpty && factors[TaxiBjColumns.Holiday] >= 0.5f;
            clocks[slot] = times is null ? FromFactors(dayOf(slot), factors, holiday) : FromTime(times[slot], holiday);
        }

        return clocks;
    }

    private static SlotClock FromTime(long time, bool holiday) =>
        new((int)LocalClock.DayNumber(time), LocalClock.SecondOfDay(time), LocalClock.DayOfWeek(time) - 1, holiday);

    private static SlotClock FromFactors(int day, ReadOnlySpan<float> factors, bool holiday)
    {
        if (factors.IsEmpty)
        {
            return new(day, Unknown, Unknown, Holiday: false);
        }

        var (hour, weekday) = (factors[TaxiBjColumns.Hour], factors[TaxiBjColumns.Day] - 1);
        return new(
            day,
            hour is >= 0 and < 24 ? (int)(hour * SecondsOfHour) : Unknown,
            weekday is >= 0 and < Days ? (int)weekday : factors[TaxiBjColumns.Weekend] >= 0.5f ? Saturday : Unknown,
            holiday);
    }
}
