namespace FineFlow.Ingest.External;

/// <summary>Where the external factors come from, and what had to be filled.</summary>
/// <param name="Weather">The weather file, if any.</param>
/// <param name="Series">Temperature, wind speed and weather class.</param>
/// <param name="Conditions">The weathers in words that the file has, the most frequent first.</param>
/// <param name="UnreadableTimes">Observations without a readable time, and records that are no rows.</param>
/// <param name="Holidays">The holidays file, if any.</param>
/// <param name="HolidaySlots">Slots on holidays.</param>
/// <param name="UnreadableDays">Its rows without a readable day, and records that are no rows.</param>
public sealed record ExternalReport(
    string? Weather, IReadOnlyList<SeriesReport> Series, IReadOnlyList<ConditionReport> Conditions, int UnreadableTimes,
    string? Holidays, int HolidaySlots, int UnreadableDays);

/// <summary>One quantity. Each slot has the nearest earlier observation.</summary>
/// <param name="Name">The quantity.</param>
/// <param name="Column">Its column in the file; null where it is not known and 0 everywhere.</param>
/// <param name="Observations">Usable observations.</param>
/// <param name="Refused">Values that are no number, or beyond anything measured.</param>
/// <param name="FilledSlots">Slots whose nearest earlier observation is older than allowed, and which have it all the same.</param>
/// <param name="SlotsBeforeFirst">Slots before the first observation, which have that one.</param>
/// <param name="OldestHours">Age of the oldest observation that a slot has.</param>
public sealed record SeriesReport(
    string Name, string? Column, int Observations, int Refused, int FilledSlots, int SlotsBeforeFirst, double OldestHours);

/// <summary>A weather in words and what became of it.</summary>
/// <param name="Text">As it stands in the file.</param>
/// <param name="Class">The name of its class; null where no word in it is known.</param>
/// <param name="Observations">How often it occurs.</param>
public sealed record ConditionReport(string Text, string? Class, int Observations);
