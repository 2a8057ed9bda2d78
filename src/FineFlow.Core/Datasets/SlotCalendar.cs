namespace FineFlow.Core.Datasets;

/// <summary>Hours and days of slots, from their times or, where these are unknown, from their external factors.</summary>
internal static class SlotCalendar
{
    /// <summary>Hours of a day.</summary>
    public const int HoursOfDay = 24;

    private const int SecondsOfHour = 3600;

    /// <summary>Returns the hour of the day of a slot, 0 .. 23; null where unknown.</summary>
    /// <param name="sample">Number of the slot.</param>
    /// <param name="time">Start of the slots in seconds since 1970 on the local clock, if known.</param>
    /// <param name="external">Their external factors, if known.</param>
    public static int? HourOf(int sample, long[]? time, ExternalFactors? external)
    {
        var hour = time is not null ? LocalClock.SecondOfDay(time[sample]) / SecondsOfHour
            : external?.Schema.Find(ExternalKind.Hour) is { } column ? Math.Round(external.Row(sample)[column])
            : double.NaN;
        return hour is >= 0 and < HoursOfDay ? (int)hour : null;
    }

    /// <summary>Returns the day of the week of each slot by its external factors; null where they do not have it.</summary>
    public static int[]? WeekdaysOf(ExternalFactors? external) => external?.Schema.Find(ExternalKind.DayOfWeek) is not { } column ? null :
    [
        .. Enumerable.Range(0, external.Samples)
            .Select(sample => (int)Math.Clamp(Math.Round(external.Row(sample)[column]), 0, byte.MaxValue)),
    ];

    /// <summary>Returns the number of the day of each slot; null where days are unknown.</summary>
    /// <param name="samples">Number of slots.</param>
    /// <param name="time">Their starts in seconds since 1970 on the local clock, if known.</param>
    /// <param name="weekdays">Their days of the week, if known: a day ends where the next slot has another one.</param>
    /// <param name="slotsPerDay">So many slots in a row stand for a day where nothing else is known.</param>
    public static long[]? DaysOf(int samples, IReadOnlyList<long>? time, IReadOnlyList<int>? weekdays, int? slotsPerDay)
    {
        if (time is not null)
        {
            return [.. time.Select(LocalClock.DayNumber)];
        }

        if (weekdays is not null)
        {
            var day = 0L;
            return [.. weekdays.Select((weekday, sample) => sample > 0 && weekday != weekdays[sample - 1] ? ++day : day)];
        }

        if (slotsPerDay is not { } slots)
        {
            return null;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1, nameof(slotsPerDay));
        return [.. Enumerable.Range(0, samples).Select(sample => (long)(sample / slots))];
    }
}
