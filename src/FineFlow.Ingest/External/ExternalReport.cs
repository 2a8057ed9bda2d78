namespace FineFlow.Ingest.External;

/// <summary>Origin of the external factors, and slots with filled values.</summary>
/// <param name="Weather">The weather file; null without one.</param>
/// <param name="Series">Temperature, wind speed and weather class.</param>
/// <param name="Conditions">The file's descriptions of the weather, the most frequent first.</param>
/// <param name="UnreadableTimes">Observations without a readable time, and malformed records.</param>
/// <param name="Holidays">The file of holidays; null without one.</param>
/// <param name="HolidaySlots">Slots on holidays.</param>
/// <param name="UnreadableDays">Its rows without a readable day, and malformed records.</param>
public sealed record ExternalReport(
    string? Weather, IReadOnlyList<SeriesReport> Series, IReadOnlyList<ConditionReport> Conditions, int UnreadableTimes,
    string? Holidays, int HolidaySlots, int UnreadableDays);

/// <summary>One quantity. Each slot has the nearest earlier observation.</summary>
/// <param name="Name">The quantity.</param>
/// <param name="Column">Its column in the file; null where it is unknown and 0 everywhere.</param>
/// <param name="Observations">Usable observations.</param>
/// <param name="Refused">Values that are no numbers or beyond anything measured.</param>
/// <param name="FilledSlots">Slots whose nearest earlier observation is older than allowed and is used all the same.</param>
/// <param name="SlotsBeforeFirst">Slots before the first observation, for which the first is used.</param>
/// <param name="OldestHours">Age in hours of the oldest observation that is used.</param>
public sealed record SeriesReport(
    string Name, string? Column, int Observations, int Refused, int FilledSlots, int SlotsBeforeFirst, double OldestHours);

/// <summary>A description of the weather and its class.</summary>
/// <param name="Text">The text in the file.</param>
/// <param name="Class">The name of its class; null where it contains no known word.</param>
/// <param name="Observations">Number of observations.</param>
public sealed record ConditionReport(string Text, string? Class, int Observations);
