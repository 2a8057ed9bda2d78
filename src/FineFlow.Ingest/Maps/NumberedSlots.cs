using System.Globalization;
using FineFlow.Core;

namespace FineFlow.Ingest.Maps;

/// <summary>
/// Slots that are named by their day and their number in it from 1, as 2014070148 for the last half hour of 1 July 2014: the dates of
/// DeepST's files.
/// </summary>
/// <param name="Source">Where they come from, for messages.</param>
/// <param name="Names">The names, eight digits of the day and two of the slot.</param>
internal sealed record NumberedSlots(string Source, IReadOnlyList<string> Names)
{
    private const int DayDigits = 8, Digits = 10, MinutesOfDay = 1440;
    private static readonly int[] SlotsOfDay = [24, 48, 96];

    /// <summary>Returns the slots' length in minutes: the longest of an hour, a half and a quarter that fits all numbers.</summary>
    /// <exception cref="BadInputException">A name is none, or its number is larger.</exception>
    public int Minutes()
    {
        var last = Names.Max(name => Number(name));
        var slots = Array.Find(SlotsOfDay, slots => last <= slots);
        return slots > 0
            ? MinutesOfDay / slots
            : throw new BadInputException(Source, $"has the slot {last} of a day; at most {SlotsOfDay[^1]} are expected");
    }

    /// <summary>Returns the slots' starts in seconds since 1970 on the local clock.</summary>
    /// <exception cref="BadInputException">A name is none, or beyond the day.</exception>
    public long[] Starts(int minutes) => [.. Names.Select(name => Start(name, minutes))];

    private long Start(string name, int minutes)
    {
        var number = Number(name);
        return number <= MinutesOfDay / minutes && DateTime.TryParseExact(
            name[..DayDigits], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (long)(day - DateTime.UnixEpoch).TotalSeconds + ((number - 1) * minutes * 60L)
            : throw Refuse(name);
    }

    private int Number(string name) =>
        name.Length == Digits && name.All(char.IsAsciiDigit)
        && int.Parse(name[DayDigits..], CultureInfo.InvariantCulture) is > 0 and var number
            ? number
            : throw Refuse(name);

    private BadInputException Refuse(string name) =>
        new(Source, $"has the date '{name}'; a day and the number of a slot in it, from 1, are expected, as 2014070148");
}
