using FineFlow.Core.Zones;

namespace FineFlow.Engine.Zones;

/// <summary>What is reported of the flow in zones.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Source">The coarse maps.</param>
/// <param name="Slots">Number of slots.</param>
/// <param name="Zones">Each zone, in the order of its file; of several channels, each.</param>
/// <param name="Coverage">The share of the true totals in their 90 % intervals, of those that are in doubt; null without any.</param>
/// <param name="Files">The files that were written.</param>
/// <param name="Warnings">Differences of the coarse maps to those that the model was trained on, one line each.</param>
internal sealed record ZoneReport(
    string Model,
    string Source,
    int Slots,
    IReadOnlyList<ZoneSummary> Zones,
    double? Coverage,
    IReadOnlyList<string> Files,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Returns the share of true totals inside of intervals that are no single number; null where there are none.</summary>
    public static double? CoverageOf(ZoneTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        var doubtful = totals.Slots.SelectMany(slot => slot).SelectMany(zone => zone)
            .Where(total => total.Truth is not null && total.Upper > total.Lower).ToList();
        return doubtful.Count == 0
            ? null
            : doubtful.Average(total => total.Truth >= total.Lower && total.Truth <= total.Upper ? 1.0 : 0.0);
    }
}
