using System.Globalization;
using System.Text;
using FineFlow.Core.Tables;
using FineFlow.Core.Zones;

namespace FineFlow.Outputs.Zones;

/// <summary>
/// A table of the flow in zones, a line a slot, zone and channel: the slot (its start, or its number), its flow, the ends of its 90 %
/// interval and the true flow; a column that nothing is known of is left out.
/// </summary>
internal static class ZoneCsv
{
    /// <summary>Writes the table.</summary>
    public static void Write(Stream stream, ZoneTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        writer.Write(CsvTable.Of(Table(totals)));
    }

    private static TextTable Table(ZoneTotals totals)
    {
        var first = totals.Slots[0][0][0];
        return TextTable.Of(
            totals.Slots.SelectMany((zones, slot) => zones.SelectMany((channels, zone) => channels.Select((total, channel) =>
                (Slot: slot, Zone: totals.Zones[zone].Name, Channel: totals.Channels[channel], Total: total)))),
            [
                new(totals.Time is null ? "slot" : "time", row => SlotTimes.Name(totals.Time, row.Slot, totals.From)),
                new("zone", row => row.Zone),
                new("channel", row => row.Channel),
                new("flow", row => Text(row.Total.Flow)),
                .. Known("lower", total => total.Lower),
                .. Known("upper", total => total.Upper),
                .. Known("true", total => total.Truth),
            ]);

        IEnumerable<Column<(int Slot, string Zone, string Channel, ZoneTotal Total)>> Known(string name, Func<ZoneTotal, double?> value)
        {
            if (value(first) is not null)
            {
                yield return new(name, row => Text(value(row.Total)!.Value));
            }
        }
    }

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
