using FineFlow.Core;
using FineFlow.Ingest.Clock;

namespace FineFlow.Ingest.Grid;

/// <summary>The current time, and the city's clock.</summary>
/// <param name="Now">The current time, after which times are in the future.</param>
/// <param name="Changes">The zone's clock changes; null without a zone.</param>
internal sealed record GridClock(DateTimeOffset Now, ClockChanges? Changes)
{
    /// <summary>Finds the clock changes of the options' zone.</summary>
    /// <exception cref="BadInputException">The zone is not known.</exception>
    public static GridClock Of(GridOptions options, DateTimeOffset now) =>
        new(now, options.Zone is { } zone ? ClockChanges.Find(zone, now) : null);

    /// <summary>Returns the current time on the clock of the input. Without a zone, the clock furthest ahead is used.</summary>
    /// <param name="instants">Whether the input's times are instants.</param>
    /// <param name="isStandard">Whether they are readings of a clock that shows standard time all year.</param>
    public long LatestMicroseconds(bool instants, bool isStandard)
    {
        var seconds = Now.ToUnixTimeSeconds();
        var latest = isStandard ? seconds
            + Changes!.StandardOffset(seconds) : instants ? seconds : Changes?.Local(seconds).Local ?? seconds + 14 * 3600;
        return latest * 1_000_000;
    }
}
