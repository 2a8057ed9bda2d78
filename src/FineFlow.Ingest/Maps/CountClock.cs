using FineFlow.Core;
using FineFlow.Ingest.Clock;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Maps;

/// <summary>Converts a table's times to the local clock.</summary>
internal sealed class CountClock
{
    private const long Microseconds = 1_000_000;

    private readonly ClockChanges? _changes;
    private long _again;

    /// <exception cref="BadInputException">The times are instants, and no zone or an unknown one is given.</exception>
    public CountClock(TimeColumn times, CountRequest request, DateTimeOffset now)
    {
        var changes = request.Zone is { } zone ? ClockChanges.Find(zone, now) : null;
        _changes = !times.AreInstants ? null : changes ?? throw new BadInputException(
            "time zone",
            $"is not given, but the times are in UTC or have a zone ({times.Title}); the city's zone is expected, as America/New_York, "
            + "or UTC to take the times as they are")
        { Setting = nameof(request.Zone) };
    }

    /// <summary>What was left out, for people.</summary>
    public IEnumerable<string> Notes => _again == 0
        ? []
        : [FormattableString.Invariant($"{_again} rows of an hour that the clock showed for the second time are left out")];

    /// <summary>
    /// Returns the local second of a time; null where the clock shows it for the second time, or where there is no whole second.
    /// </summary>
    public bool TryFind(long microseconds, out long? second)
    {
        second = null;
        if (microseconds <= 0 || microseconds % Microseconds != 0)
        {
            return false;
        }

        var (local, again) = _changes?.Local(microseconds / Microseconds) ?? (microseconds / Microseconds, false);
        second = again ? null : local;
        _again += again ? 1 : 0;
        return true;
    }
}
