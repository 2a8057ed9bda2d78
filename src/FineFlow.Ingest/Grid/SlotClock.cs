using FineFlow.Ingest.Clock;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// Assigns times to slots of the local clock. A slot's number is its start in local seconds since 1970 over its length, so that numbers
/// increase by one from slot to slot and days begin with a slot.
/// </summary>
internal sealed class SlotClock
{
    private const long SecondsADay = ClockChanges.SecondsADay;

    private readonly ClockChanges? _instants;
    private readonly HashSet<long> _broken;
    private readonly long _slotSeconds, _firstSecond, _endSecond, _from, _until;

    /// <param name="options">Slot length, hours and days.</param>
    /// <param name="changes">The zone's clock changes; null without a zone.</param>
    /// <param name="instants">Whether times are instants rather than readings of the local clock.</param>
    public SlotClock(GridOptions options, ClockChanges? changes, bool instants)
    {
        _instants = instants ? changes ?? throw new ArgumentNullException(nameof(changes)) : null;
        _slotSeconds = options.SlotMinutes * 60L;
        (_firstSecond, _endSecond) = (options.FromHour * 3600L, options.UntilHour * 3600L);
        (_from, _until) = (StartOf(options.From ?? DateOnly.MinValue), StartOf(options.To ?? DateOnly.MaxValue) + SecondsADay);

        // In an hour that the clock shows twice, instants identify the first showing and fill its slots. Readings of the clock do not.
        var stretches = changes is null ? [] : instants ? changes.Skipped : changes.Skipped.Concat(changes.Repeated);
        _broken = [.. stretches.SelectMany(stretch => Numbers(stretch.From, stretch.Until))];
    }

    /// <summary>Whether the instants are readings of a clock that shows standard time all year.</summary>
    public bool IsStandard { get; init; }

    /// <summary>Returns the start of a slot in local seconds since 1970.</summary>
    public long Start(long slot) => slot * _slotSeconds;

    /// <summary>Finds the slot of a time, or returns why there is none.</summary>
    public DropReason Find(long microseconds, out long slot)
    {
        var local = Math.DivRem(microseconds, 1_000_000, out _);
        var again = false;
        if (_instants is not null)
        {
            (local, again) = _instants.Local(IsStandard ? _instants.OfStandard(local) : local);
        }

        slot = FloorDivide(local);
        var reason = Where(slot);
        return reason == DropReason.None && (again || _broken.Contains(slot)) ? DropReason.ClockChange : reason;
    }

    /// <summary>Returns whether a slot lies in the requested hours and days, without a clock change.</summary>
    public bool Exists(long slot) => Where(slot) == DropReason.None && !_broken.Contains(slot);

    /// <summary>Returns whether a slot lies in the requested hours and days, but with a clock change.</summary>
    public bool IsBroken(long slot) => Where(slot) == DropReason.None && _broken.Contains(slot);

    private DropReason Where(long slot)
    {
        var start = Start(slot);
        if (start < _from || start >= _until)
        {
            return DropReason.OutOfPeriod;
        }

        var second = start - (long)Math.Floor(start / (double)SecondsADay) * SecondsADay;
        return second < _firstSecond || second >= _endSecond ? DropReason.OutOfHours : DropReason.None;
    }

    private IEnumerable<long> Numbers(long from, long until)
    {
        for (var slot = FloorDivide(from); slot <= FloorDivide(until - 1); slot++)
        {
            yield return slot;
        }
    }

    private long FloorDivide(long seconds) => (long)Math.Floor(seconds / (double)_slotSeconds);

    private static long StartOf(DateOnly day) => (day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * SecondsADay;
}
