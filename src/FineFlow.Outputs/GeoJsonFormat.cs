using System.Text.Json;
using FineFlow.Core;

namespace FineFlow.Outputs;

/// <summary>
/// GeoJSON (RFC 7946): a polygon for each slot and fine cell, with the slot (its start, or its number), the cell's row and column from 0 in
/// the north-west, and its flow (null where it is no number) and quantiles, a property a channel where there are several.
/// </summary>
internal sealed class GeoJsonFormat : OutputFormat
{
    private const ushort Wgs84 = 4326;
    private const int Decimals = 7;

    public override string Key => "geojson";

    public override IReadOnlyList<string> Endings => [".geojson"];

    public override string MediaType => "application/geo+json";

    public override string Description => "polygons as GeoJSON";

    public override bool UsesPlace => true;

    public override bool NeedsPlace => true;

    public override bool HoldsQuantiles => true;

    public override void Check(GridPlace? place, long maps, string source)
    {
        if (place is null)
        {
            throw new BadInputException(
                source, "its card has no bounding_box, which GeoJSON needs; it comes from the dataset.json of the model's training data");
        }

        if (place.Epsg != Wgs84)
        {
            throw new BadInputException(
                source, $"its card's crs is EPSG:{place.Epsg}; GeoJSON holds degrees of EPSG:{Wgs84} alone: write a GeoTIFF or CSV");
        }
    }

    public override void Write(Stream stream, Prediction prediction)
    {
        Check(prediction.Place, prediction.Fine.Samples * prediction.Fine.Channels, prediction.Model);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        for (var sample = 0; sample < prediction.Fine.Samples; sample++)
        {
            for (var row = 0; row < prediction.Fine.Rows; row++)
            {
                for (var column = 0; column < prediction.Fine.Columns; column++)
                {
                    WriteCell(json, prediction, sample, row, column);
                }

                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, Prediction prediction, int sample, int row, int column)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("geometry");
        WritePolygon(json, prediction, row, column);
        json.WriteEndObject();
        json.WriteStartObject("properties");
        if (prediction.Time is null)
        {
            json.WriteNumber("slot", sample);
        }
        else
        {
            json.WriteString("time", prediction.SlotName(sample));
        }

        json.WriteNumber("row", row);
        json.WriteNumber("column", column);
        for (var channel = 0; channel < prediction.Fine.Channels; channel++)
        {
            WriteFlow(
                json,
                prediction,
                channel,
                ((sample * prediction.Fine.Channels + channel) * prediction.Fine.Rows + row) * prediction.Fine.Columns + column);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes the edges of a cell as a closed ring, counter-clockwise from the south-west.</summary>
    private static void WritePolygon(Utf8JsonWriter json, Prediction prediction, int row, int column)
    {
        var (box, rows, columns) = (prediction.Place!.Box, prediction.Fine.Rows, prediction.Fine.Columns);
        double Longitude(int edge) => Math.Round(box.West + (box.East - box.West) * edge / columns, Decimals);
        double Latitude(int edge) => Math.Round(box.North - (box.North - box.South) * edge / rows, Decimals);
        var (west, east, north, south) = (Longitude(column), Longitude(column + 1), Latitude(row), Latitude(row + 1));
        json.WriteString("type", "Polygon");
        json.WriteStartArray("coordinates");
        json.WriteStartArray();
        foreach (var (longitude, latitude) in new[] { (west, south), (east, south), (east, north), (west, north), (west, south) })
        {
            json.WriteStartArray();
            json.WriteNumberValue(longitude);
            json.WriteNumberValue(latitude);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndArray();
    }

    private static void WriteFlow(Utf8JsonWriter json, Prediction prediction, int channel, int index)
    {
        var suffix = prediction.Fine.Channels == 1 ? "" : $" {prediction.ChannelName(channel)}";
        var name = $"flow{suffix}";
        if (prediction.Whole is { } whole)
        {
            json.WriteNumber(name, whole[index]);
        }
        else if (float.IsFinite(prediction.Fine.Values[index]))
        {
            json.WriteNumber(name, prediction.Fine.Values[index]);
        }
        else
        {
            json.WriteNull(name);
        }

        foreach (var quantile in prediction.Quantiles)
        {
            json.WriteNumber($"{quantile.Name}{suffix}", quantile.Counts.Values[index]);
        }
    }
}
