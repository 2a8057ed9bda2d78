namespace FineFlow.Core.Zones;

/// <summary>The flow in zones, slot by slot.</summary>
/// <param name="Zones">The zones.</param>
/// <param name="Channels">The channels' names.</param>
/// <param name="Time">Starts of the slots in seconds since 1970 on the local clock; null where they are not known.</param>
/// <param name="Slots">The totals of each slot: of each zone, of each channel.</param>
internal sealed record ZoneTotals(
    IReadOnlyList<Zone> Zones, IReadOnlyList<string> Channels, long[]? Time, IReadOnlyList<ZoneTotal[][]> Slots)
{
    /// <summary>The number of the first slot among those of its source, by which slots without a time are called.</summary>
    public int From { get; init; }

    /// <summary>Returns the flow of other fine maps of the same slots, in the same zones and beside the same truth.</summary>
    /// <param name="fine">Fine maps of all slots.</param>
    public ZoneTotals With(FlowMaps fine)
    {
        ArgumentNullException.ThrowIfNull(fine);
        return this with
        {
            Slots =
            [
                .. Slots.Select((zones, slot) => zones.Select((totals, zone) => totals.Select((total, channel) =>
                    new ZoneTotal(Zones[zone].Sum(fine, (slot * fine.Channels) + channel), null, null, total.Truth)).ToArray()).ToArray()),
            ],
        };
    }

    /// <summary>Returns the totals of a zone and channel in all slots.</summary>
    public IReadOnlyList<ZoneTotal> Of(int zone, int channel) => [.. Slots.Select(slot => slot[zone][channel])];
}
