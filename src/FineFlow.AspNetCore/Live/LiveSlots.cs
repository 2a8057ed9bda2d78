using FineFlow.Core;
using FineFlow.Engine.Inference;

namespace FineFlow.AspNetCore.Live;

/// <summary>
/// The latest slots of a city, in which every message is counted once, in whatever order it comes. Not for several threads.
/// </summary>
/// <param name="shape">A coarse map of the city.</param>
/// <param name="minutes">The length of a slot; null: every time that is told is the start of one.</param>
/// <param name="clock">The server's clock.</param>
internal sealed class LiveSlots(FlowShape shape, int? minutes, TimeProvider clock)
{
    /// <summary>Slots that are kept: messages of older ones than the newest of so many are late.</summary>
    public const int Kept = 96;

    /// <summary>Messages in all slots that are kept, at most.</summary>
    public const int MaxMessages = 1_000_000;

    /// <summary>How far a sender's clock may go before the server's. One that is far ahead would make all others late.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    private readonly SortedDictionary<DateTime, LiveSlot> _slots = [];
    private DateTime _forgotten = DateTime.MinValue;

    /// <summary>Slots whose counts have changed since they were last asked for here, the oldest first.</summary>
    public IReadOnlyList<LiveSlot> TakeChanged()
    {
        List<LiveSlot> changed = [.. _slots.Values.Where(slot => slot.HasChanged)];
        changed.ForEach(slot => slot.HasChanged = false);
        return changed;
    }

    /// <summary>Counts a message, once.</summary>
    /// <exception cref="BadInputException">Its slot has not begun yet.</exception>
    /// <exception cref="RefusedException">As many messages are kept as may be.</exception>
    public CountOutcome Add(CountMessage message)
    {
        var start = StartOf(message.Time);
        if (start > clock.GetUtcNow() + Ahead)
        {
            throw new BadInputException("slot", $"begins at {start:yyyy-MM-ddTHH:mm:sszzz}, later than now by the server's clock");
        }

        var known = _slots.GetValueOrDefault(start.UtcDateTime);
        if (known is null && (start.UtcDateTime <= _forgotten || (_slots.Count == Kept && start.UtcDateTime < _slots.Keys.First())))
        {
            return CountOutcome.Late;
        }

        if (known?.Has(message) == true)
        {
            return CountOutcome.Repeated;
        }

        if (_slots.Values.Sum(slot => slot.Messages) >= MaxMessages)
        {
            throw new RefusedException(RefusalReason.QueueFull, TimeSpan.FromMinutes(1));
        }

        (known ?? Open(start)).Add(message);
        return CountOutcome.Counted;
    }

    private LiveSlot Open(DateTimeOffset start)
    {
        var slot = new LiveSlot(start, shape);
        _slots.Add(start.UtcDateTime, slot);
        if (_slots.Count > Kept)
        {
            _forgotten = _slots.Keys.First();
            _slots.Remove(_forgotten);
        }

        return slot;
    }

    /// <summary>Slots begin at whole multiples of their length from midnight on the city's clock.</summary>
    private DateTimeOffset StartOf(DateTimeOffset time) => minutes is { } length
        ? time - TimeSpan.FromTicks(time.TimeOfDay.Ticks % TimeSpan.FromMinutes(length).Ticks)
        : time;
}
