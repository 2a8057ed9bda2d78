namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Hour and day of ext.npy against time.npy, and its weekend flag against its day.</summary>
internal static class ClockCheck
{
    private const string Name = "clock";

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        foreach (var split in context.Splits.Where(split => split.External is not null))
        {
            if (split.KnownTimes() is { } times && times.Length == split.External!.Samples)
            {
                var hours = Compare(split, times, ExternalKind.Hour, "hour", 24, time => LocalClock.Of(time).Hour);
                var days = Compare(split, times, ExternalKind.DayOfWeek, "day of week", 7, LocalClock.DayOfWeek);
                foreach (var finding in new[] { hours, days }.OfType<Finding>())
                {
                    yield return finding;
                }
            }

            if (context.Schema.IsTaxiBj && WeekendAgainstDay(split) is { } weekend)
            {
                yield return weekend;
            }
        }
    }

    private static Finding? Compare(SplitParts split, long[] times, ExternalKind kind, string what, int cycle, Func<long, int> ofClock)
    {
        if (split.External!.Schema.Find(kind) is not { } column)
        {
            return null;
        }

        var stated = Columns.Of(split, column);
        var wrong = Enumerable.Range(0, times.Length).Where(sample => MathF.Truncate(stated[sample]) != ofClock(times[sample])).ToArray();
        if (wrong.Length == 0)
        {
            return null;
        }

        var shifts = wrong.Select(sample => ((stated[sample] - ofClock(times[sample])) % cycle + cycle) % cycle).Distinct().ToArray();
        var (first, shift) = (wrong[0], wrong.Length == times.Length && shifts.Length == 1 ? shifts[0] : (float?)null);
        return new(
            FindingSeverity.Error, Name, split.Files.External, Invariant($"[sample {first}, column {column}]"), wrong.Length,
            Invariant($"{what} is {stated[first]}, but time.npy says {ofClock(times[first])} ({LocalClock.Text(times[first])}); ")
                + Invariant($"{wrong.Length} of {times.Length} slots disagree"),
            shift is null ? "write the column from time.npy, which holds the local clock"
            : Invariant($"all are ahead by {shift} (of {cycle}): is time.npy in UTC, or does the column count from another start?"));
    }

    private static Finding? WeekendAgainstDay(SplitParts split)
    {
        var (days, flags) = (Columns.Of(split, TaxiBjColumns.Day), Columns.Of(split, TaxiBjColumns.Weekend));
        var wrong = Enumerable.Range(0, days.Length)
            .Where(sample => days[sample] is >= 1 and < 8 && flags[sample] is 0 or 1 && flags[sample] == 1 != days[sample] >= 6)
            .ToArray();
        return wrong.Length == 0
            ? null
            : new(
                FindingSeverity.Warning, Name, split.Files.External, Columns.Place(wrong[0], TaxiBjColumns.Weekend), wrong.Length,
                Invariant($"weekend is {flags[wrong[0]]} on day {days[wrong[0]]} (1 Monday .. 7 Sunday); {wrong.Length} slots"),
                "weekend is 1 on days 6 and 7; leave it where the city's weekend is another");
    }
}
