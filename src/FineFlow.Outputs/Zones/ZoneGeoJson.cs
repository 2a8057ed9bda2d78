using System.Text.Json;
using FineFlow.Core.Zones;

namespace FineFlow.Outputs.Zones;

/// <summary>
/// The zones as GeoJSON (RFC 7946), with their own geometry: name, area in cells, the share outside the map, mean flow a slot, and lists
/// of all slots: their times (or numbers), flow, the ends of the 90 % interval and the true flow; what nothing is known of is left out.
/// With several channels, properties of flow end in the channel's name.
/// </summary>
internal static class ZoneGeoJson
{
    /// <summary>Writes the collection.</summary>
    public static void Write(Stream stream, ZoneTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        for (var zone = 0; zone < totals.Zones.Count; zone++)
        {
            WriteZone(json, totals, zone);
            json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteZone(Utf8JsonWriter json, ZoneTotals totals, int number)
    {
        var zone = totals.Zones[number];
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WritePropertyName("geometry");
        json.WriteRawValue(zone.Geometry);
        json.WriteStartObject("properties");
        json.WriteString("name", zone.Name);
        json.WriteNumber("cells", Math.Round(zone.Area, 3));
        json.WriteNumber("outside", Math.Round(zone.Outside, 4));
        json.WriteStartArray(totals.Time is null ? "slots" : "times");
        for (var slot = 0; slot < totals.Slots.Count; slot++)
        {
            json.WriteStringValue(SlotTimes.Name(totals.Time, slot, totals.From));
        }

        json.WriteEndArray();
        for (var channel = 0; channel < totals.Channels.Count; channel++)
        {
            WriteFlow(json, totals.Of(number, channel), totals.Channels.Count == 1 ? "" : $" {totals.Channels[channel]}");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFlow(Utf8JsonWriter json, IReadOnlyList<ZoneTotal> totals, string suffix)
    {
        json.WriteNumber($"mean{suffix}", Rounded(totals.Average(total => total.Flow)));
        WriteList("flow", total => total.Flow);
        WriteList("lower", total => total.Lower);
        WriteList("upper", total => total.Upper);
        WriteList("true", total => total.Truth);

        void WriteList(string name, Func<ZoneTotal, double?> value)
        {
            if (value(totals[0]) is null)
            {
                return;
            }

            json.WriteStartArray($"{name}{suffix}");
            foreach (var total in totals)
            {
                json.WriteNumberValue(Rounded(value(total)!.Value));
            }

            json.WriteEndArray();
        }
    }

    private static double Rounded(double value) => Math.Round(value, 4);
}
