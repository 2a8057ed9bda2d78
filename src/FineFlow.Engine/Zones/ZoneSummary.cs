using FineFlow.Core.Zones;

namespace FineFlow.Engine.Zones;

/// <summary>The flow in a zone over all slots.</summary>
/// <param name="Zone">The zone's name.</param>
/// <param name="Channel">The channel's name.</param>
/// <param name="Cells">Its area inside the map, in fine cells.</param>
/// <param name="Outside">The share of its area outside the map.</param>
/// <param name="Mean">Mean flow a slot, in counts.</param>
/// <param name="BusiestSlot">The slot with the largest flow, from 0.</param>
/// <param name="BusiestTime">Its start in seconds since 1970 on the local clock, where it is known.</param>
/// <param name="Busiest">Its flow.</param>
/// <param name="MeanTruth">Mean true flow a slot, where it is known.</param>
/// <param name="MeanAbsoluteError">Mean absolute difference between inferred and true flow a slot.</param>
/// <param name="EvenSplitError">The same of counts that are spread evenly over their blocks, which costs nothing.</param>
internal sealed record ZoneSummary(
    string Zone,
    string Channel,
    double Cells,
    double Outside,
    double Mean,
    int BusiestSlot,
    long? BusiestTime,
    ZoneTotal Busiest,
    double? MeanTruth = null,
    double? MeanAbsoluteError = null,
    double? EvenSplitError = null)
{
    /// <summary>Returns a row for each zone and channel.</summary>
    /// <param name="totals">The inferred flow.</param>
    /// <param name="evenSplit">The flow of counts that are spread evenly; null where some are missing.</param>
    public static IReadOnlyList<ZoneSummary> Of(ZoneTotals totals, ZoneTotals? evenSplit)
    {
        ArgumentNullException.ThrowIfNull(totals);
        return [.. totals.Zones.SelectMany((zone, number) => totals.Channels.Select((name, channel) =>
            Of(zone, name, totals.Time, totals.Of(number, channel), evenSplit?.Of(number, channel))))];
    }

    private static ZoneSummary Of(
        Zone zone, string channel, long[]? time, IReadOnlyList<ZoneTotal> totals, IReadOnlyList<ZoneTotal>? evenSplit)
    {
        var (slot, busiest) = totals.Index().MaxBy(total => total.Item.Flow);
        var summary = new ZoneSummary(
            zone.Name, channel, zone.Area, zone.Outside, totals.Average(total => total.Flow), slot, time?[slot], busiest);
        return totals[0].Truth is null
            ? summary
            : summary with
            {
                MeanTruth = totals.Average(total => total.Truth),
                MeanAbsoluteError = Error(totals),
                EvenSplitError = evenSplit is null ? null : Error(evenSplit),
            };
    }

    private static double? Error(IReadOnlyList<ZoneTotal> totals) => totals.Average(total => Math.Abs(total.Flow - total.Truth!.Value));
}
