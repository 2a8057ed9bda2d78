namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>
/// Slots missing between the first and the last one of the dataset. Only times of day that at least half of the days have are missed,
/// so that a dataset of day hours has no gap every night.
/// </summary>
internal static class GapCheck
{
    private const string Name = "gaps";

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        // Where a split's times are unknown its slots would seem to be missing.
        if (context.Splits.Any(split => split.KnownTimes() is null))
        {
            yield break;
        }

        var slots = Slots(context);
        var usual = UsualTimesOfDay(slots);
        var gaps = slots.Zip(slots.Skip(1))
            .Select(pair => (Before: pair.First, Missing: usual.Sum(time => Between(pair.First.Time, pair.Second.Time, time))))
            .Where(gap => gap.Missing > 0)
            .ToArray();
        if (gaps.Length > 0)
        {
            var (first, longest) = (gaps[0].Before, gaps.MaxBy(gap => gap.Missing));
            yield return new(
                FindingSeverity.Warning, Name, first.Split.Files.Time,
                Invariant($"after {first.Split.Place(first.Sample)}"), gaps.Sum(gap => gap.Missing),
                Invariant($"{gaps.Sum(gap => gap.Missing)} slots are missing (gaps: {gaps.Length}); the longest gap, ")
                    + Invariant($"of {longest.Missing}, follows {LocalClock.Text(longest.Before.Time)}"),
                "fill them from the source; if nothing was recorded then, leave them out, and say so in dataset.json");
        }
    }

    /// <summary>Returns all slots of all splits in the order of time.</summary>
    private static (long Time, SplitParts Split, int Sample)[] Slots(DoctorContext context) =>
    [
        .. context.Splits
            .SelectMany(split => split.KnownTimes()!.Select((time, sample) => (Time: time, Split: split, Sample: sample)))
            .OrderBy(slot => slot.Time),
    ];

    private static int[] UsualTimesOfDay((long Time, SplitParts Split, int Sample)[] slots)
    {
        var times = slots.Select(slot => slot.Time).Distinct().ToArray();
        var days = times.Select(LocalClock.DayNumber).Distinct().Count();
        return [.. times.CountBy(LocalClock.SecondOfDay).Where(time => 2 * time.Value >= days).Select(time => time.Key)];
    }

    /// <summary>Returns the number of days with this time of day strictly between two moments.</summary>
    private static long Between(long after, long before, int secondOfDay) =>
        Math.Max(0, LocalClock.DayNumber(before - 1 - secondOfDay) - LocalClock.DayNumber(after - secondOfDay));
}
