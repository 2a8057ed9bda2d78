using System.ComponentModel;
using FineFlow.AspNetCore.Datasets;
using FineFlow.Core.Zones;
using FineFlow.Outputs;

namespace FineFlow.AspNetCore.Responses;

/// <summary>The flow in zones, slot by slot.</summary>
internal sealed record ZonesResponse(
    string Dataset,
    string Model,
    string Version,
    [property: Description("The first slot.")] int From,
    [property: Description("The start of each slot on the local clock, or its number where times are unknown.")]
    IReadOnlyList<string> Slots,
    IReadOnlyList<string> Channels,
    IReadOnlyList<ZoneResponse> Zones,
    IReadOnlyList<string> Warnings)
{
    public static ZonesResponse Of(ZoneAnswer answer)
    {
        var totals = answer.Totals;
        return new(
            answer.Data.Name,
            answer.Model.Name,
            answer.Model.Version,
            totals.From,
            [.. totals.Slots.Select((_, slot) => SlotTimes.Name(totals.Time, slot, totals.From))],
            totals.Channels,
            [.. totals.Zones.Select((zone, number) => ZoneResponse.Of(totals, zone, number))],
            answer.Warnings);
    }
}

/// <summary>The flow in a zone: of each channel, a number a slot.</summary>
internal sealed record ZoneResponse(
    string Name,
    [property: Description("Its area inside the map, in fine cells.")] double Cells,
    [property: Description("The share of its area that lies outside the map, 0 to 1.")] double Outside,
    [property: Description("The inferred flow, [channels][slots], in counts.")] double[][] Flow,
    [property: Description("The lower ends of 90 % intervals; null where the model does not say how sure it is.")] double[][]? Lower,
    [property: Description("The upper ends.")] double[][]? Upper,
    [property: Description("The true flow.")] double[][]? True)
{
    public static ZoneResponse Of(ZoneTotals totals, Zone zone, int number)
    {
        return new(
            zone.Name,
            Math.Round(zone.Area, 3),
            Math.Round(zone.Outside, 4),
            Numbers(total => total.Flow)!,
            Numbers(total => total.Lower),
            Numbers(total => total.Upper),
            Numbers(total => total.Truth));

        double[][]? Numbers(Func<ZoneTotal, double?> value) => value(totals.Of(number, 0)[0]) is null
            ? null
            : [.. totals.Channels.Select((_, channel) => Rounded(totals.Of(number, channel).Select(value)))];

        static double[] Rounded(IEnumerable<double?> values) => [.. values.Select(value => Math.Round(value!.Value, 4))];
    }
}
