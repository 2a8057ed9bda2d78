using FineFlow.Core;

namespace FineFlow.Ingest.Clock;

/// <summary>Changes of a time zone's clock, from 1970 to a year ahead. All times are seconds since 1970.</summary>
internal sealed class ClockChanges
{
    /// <summary>Seconds of a day without a clock change.</summary>
    public const long SecondsADay = 86_400;

    private const long HalfYear = 183 * SecondsADay;
    private readonly List<(long From, long Offset, long Before)> _stretches = [];

    private ClockChanges(TimeZoneInfo zone, DateTimeOffset now)
    {
        var until = now.ToUnixTimeSeconds() + 366 * SecondsADay;
        var offset = Offset(zone, 0);
        _stretches.Add((long.MinValue, offset, offset));
        for (var day = 0L; day < until; day += SecondsADay)
        {
            if (Offset(zone, day + SecondsADay) != offset)
            {
                var (before, change) = (offset, Change(zone, day, day + SecondsADay));
                offset = Offset(zone, change);
                _stretches.Add((change, offset, before));
            }
        }
    }

    /// <summary>Finds the changes of a zone's clock.</summary>
    /// <param name="zone">A name like America/New_York.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="BadInputException">The system does not know the zone.</exception>
    public static ClockChanges Find(string zone, DateTimeOffset now)
    {
        try
        {
            return new(TimeZoneInfo.FindSystemTimeZoneById(zone), now);
        }
        catch (Exception failure) when (
            failure is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            var meant = NearestName.Question(zone, TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id));
            throw new BadInputException(
                "time zone", $"'{zone}' is not known here; a name as America/New_York or UTC is expected{meant}", failure)
            { Setting = nameof(zone) };
        }
    }

    /// <summary>The intervals of local time that no clock showed, [from, until).</summary>
    public IEnumerable<(long From, long Until)> Skipped =>
        _stretches.Where(stretch => stretch.Offset > stretch.Before)
            .Select(stretch => (stretch.From + stretch.Before, stretch.From + stretch.Offset));

    /// <summary>The intervals of local time that the clocks showed twice, [from, until).</summary>
    public IEnumerable<(long From, long Until)> Repeated =>
        _stretches.Where(stretch => stretch.Offset < stretch.Before)
            .Select(stretch => (stretch.From + stretch.Offset, stretch.From + stretch.Before));

    /// <summary>Returns the local time of an instant, and whether the clock shows it for the second time.</summary>
    public (long Local, bool Again) Local(long instant)
    {
        var (low, high) = (0, _stretches.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _stretches[middle].From <= instant ? (middle, high) : (low, middle - 1);
        }

        var (from, offset, before) = _stretches[low];
        return (instant + offset, offset < before && instant < from + before - offset);
    }

    /// <summary>Returns the instant of a reading of a clock that shows standard time all year.</summary>
    public long OfStandard(long reading) => reading - StandardOffset(reading);

    /// <summary>Returns the offset of standard time: the smallest offset within half a year.</summary>
    public long StandardOffset(long instant)
    {
        var offset = long.MaxValue;
        for (var index = _stretches.Count - 1; index >= 0; index--)
        {
            var until = index + 1 < _stretches.Count ? _stretches[index + 1].From : long.MaxValue;
            if (until <= instant - HalfYear)
            {
                break;
            }

            if (_stretches[index].From < instant + HalfYear)
            {
                offset = Math.Min(offset, _stretches[index].Offset);
            }
        }

        return offset;
    }

    private static long Offset(TimeZoneInfo zone, long instant) =>
        (long)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(instant)).TotalSeconds;

    /// <summary>Returns the first second of the new offset, between an instant with the old offset and one with the new.</summary>
    private static long Change(TimeZoneInfo zone, long old, long changed)
    {
        var offset = Offset(zone, old);
        while (changed - old > 1)
        {
            var middle = (old + changed) / 2;
            (old, changed) = Offset(zone, middle) == offset ? (middle, changed) : (old, middle);
        }

        return changed;
    }
}
