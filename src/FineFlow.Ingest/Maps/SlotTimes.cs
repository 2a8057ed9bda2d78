using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Maps;

/// <summary>The times of slots, as they are said or as their files tell them.</summary>
internal static class SlotTimes
{
    private const int MinutesOfDay = 1440, SecondsOfMinute = 60;

    /// <summary>Whether the request says when the slots are.</summary>
    public static bool AreSaid(CountRequest request) => request.Time is not null || request.Start is not null;

    /// <summary>Returns the times that a request says of maps whose files tell none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="samples">Number of maps.</param>
    /// <exception cref="BadInputException">The request contradicts itself or the maps.</exception>
    public static (long[]? Time, int? Minutes) Said(CountRequest request, int samples)
    {
        switch (request)
        {
            case { Time: not null, Start: not null }:
                throw new BadInputException("times", "are said twice, by a file and by a start; one of them is expected")
                { Setting = nameof(request.Start) };
            case { Time: { } path }:
                var times = FlowFiles.ReadTime(path);
                return times.Length == samples
                    ? (times, request.Slot)
                    : throw new BadInputException(path, $"has {times.Length} times; {samples} are expected, as many as maps");
            case { Start: { } start, Slot: { } minutes }:
                var first = (long)(start - DateTime.UnixEpoch).TotalSeconds;
                return ([.. Enumerable.Range(0, samples).Select(slot => first + (slot * minutes * (long)SecondsOfMinute))], minutes);
            case { Start: not null }:
                throw new BadInputException("slot length", "is not given; with a start it is expected, in minutes")
                { Setting = nameof(request.Slot) };
            default:
                return (null, request.Slot);
        }
    }

    /// <summary>Returns the length of slots in minutes: the one that is said, or the shortest step between their starts.</summary>
    /// <param name="source">The files, for messages.</param>
    /// <param name="starts">Starts of the slots in seconds since 1970, ascending, each another.</param>
    /// <param name="said">The length that is said.</param>
    /// <returns>Null of a single slot whose length is not said.</returns>
    /// <exception cref="BadInputException">A slot does not start where slots of that length do.</exception>
    public static int? Length(string source, long[] starts, int? said)
    {
        var step = said * SecondsOfMinute ?? starts.Zip(starts.Skip(1), (one, next) => (long?)(next - one)).Min();
        if (step is not { } seconds)
        {
            return null;
        }

        if (seconds % SecondsOfMinute != 0 || MinutesOfDay % (seconds / SecondsOfMinute) != 0)
        {
            throw Refuse($"has times {seconds} seconds apart; slots of whole minutes that divide a day are expected");
        }

        return Array.FindIndex(starts, start => LocalClock.SecondOfDay(start) % seconds != 0) is >= 0 and var odd
            ? throw Refuse(
                $"has a count of {LocalClock.Text(starts[odd])}, where no slot of {seconds / SecondsOfMinute} minutes starts; the starts "
                + "of slots of one length are expected")
            : (int)(seconds / SecondsOfMinute);

        BadInputException Refuse(InvariantText problem) => new(source, problem) { Setting = nameof(CountRequest.Slot) };
    }

    /// <summary>Checks a length that is said.</summary>
    /// <exception cref="BadInputException">It does not divide a day.</exception>
    public static void CheckLength(int? minutes)
    {
        if (minutes is { } length && (length < 1 || MinutesOfDay % length != 0))
        {
            throw new BadInputException("slot length", $"{length} minutes; a length that divides a day is expected")
            { Setting = nameof(CountRequest.Slot) };
        }
    }

    /// <summary>Says how many slots between the first and the last have no count; empty where none lacks.</summary>
    public static IEnumerable<string> Gaps(long[] starts, int? minutes)
    {
        if (minutes is { } length && ((starts[^1] - starts[0]) / (length * SecondsOfMinute)) + 1 - starts.Length is > 0 and var missing)
        {
            yield return FormattableString.Invariant(
                $"{missing} slots between the first and the last have no count: they are missing, and no maps of zeros");
        }
    }
}
