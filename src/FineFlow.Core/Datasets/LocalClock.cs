using System.Globalization;

namespace FineFlow.Core.Datasets;

/// <summary>Slot times, which are seconds since 1970 on the local clock.</summary>
internal static class LocalClock
{
    public const int Day = 86_400;

    /// <summary>Formats a time like "2008-05-17 05:00".</summary>
    public static string Text(long second) => Of(second).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static DateTime Of(long second) => DateTimeOffset.FromUnixTimeSeconds(second).DateTime;

    /// <summary>Returns the day of the week, 1 (Monday) to 7 (Sunday).</summary>
    public static int DayOfWeek(long second) => ((int)Of(second).DayOfWeek + 6) % 7 + 1;

    /// <summary>Returns the seconds since midnight, also before 1970.</summary>
    public static int SecondOfDay(long second) => (int)(second - DayNumber(second) * Day);

    public static long DayNumber(long second) => (long)Math.Floor((double)second / Day);

    /// <summary>
    /// Returns the most frequent distance between neighbouring times, the shortest of several; null without two different times.
    /// </summary>
    public static long? Step(IEnumerable<long> ordered)
    {
        var steps = ordered.Zip(ordered.Skip(1), (earlier, later) => later - earlier).Where(step => step > 0).CountBy(step => step)
            .ToArray();
        return steps.Length == 0 ? null : steps.OrderByDescending(step => step.Value).ThenBy(step => step.Key).First().Key;
    }
}
