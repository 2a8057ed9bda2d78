using System.Globalization;

namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Times that cannot be told, that come twice, or that run backwards.</summary>
internal static class TimeCheck
{
    private const string Name = "time";

    public static IEnumerable<Finding> Find(DoctorContext context) => context.Splits.SelectMany(Find);

    private static IEnumerable<Finding> Find(SplitParts split)
    {
        var time = split.Time ?? [];
        var untold = Samples(time, sample => !SplitValues.IsTime(time[sample]));
        if (untold.Length > 0)
        {
            var value = time[untold[0]].ToString(CultureInfo.InvariantCulture);
            yield return new(
                FindingSeverity.Error, Name, split.Files.Time, Invariant($"[sample {untold[0]}]"), untold.Length,
                Invariant($"is {value}; seconds since 1970 are expected"),
                "if these are milli-, micro- or nanoseconds, divide them down to seconds");
            yield break;
        }

        var twice = Samples(time, sample => sample > 0 && time[sample] == time[sample - 1]);
        if (twice.Length > 0)
        {
            yield return new(
                FindingSeverity.Warning, Name, split.Files.Time, Place(time, twice[0]), twice.Length,
                Invariant($"{twice.Length} slots have the time of the slot before"),
                "keep one slot of each time; an hour that daylight saving repeats is one slot");
        }

        var back = Samples(time, sample => sample > 0 && time[sample] < time[sample - 1]);
        if (back.Length > 0)
        {
            yield return new(
                FindingSeverity.Warning, Name, split.Files.Time, Place(time, back[0]), back.Length,
                Invariant($"{back.Length} slots lie before the one that they follow; slots in order are expected"),
                "sort all files of the split by time.npy");
        }
    }

    private static int[] Samples(long[] time, Func<int, bool> isOdd) => [.. Enumerable.Range(0, time.Length).Where(isOdd)];

    private static string Place(long[] time, int sample) => Invariant($"[sample {sample}] ({LocalClock.Text(time[sample])})");
}
