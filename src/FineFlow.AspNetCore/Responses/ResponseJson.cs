using System.Text.Json;
using FineFlow.Core;

namespace FineFlow.AspNetCore.Responses;

/// <summary>Answers as JSON, written number by number: a fine map has tens of thousands.</summary>
internal static class ResponseJson
{
    /// <summary>{"model", "version", "shape", "fine", "max_conservation_error", "warnings"}, and what is asked for besides.</summary>
    public static void Write(Utf8JsonWriter json, InferenceResponse response)
    {
        json.WriteStartObject();
        WriteModel(json, response);
        WriteMaps(json, response);
        json.WriteEndObject();
    }

    /// <summary>{"model", "version", "answers": [{"shape", "fine", "max_conservation_error", "warnings"}, ..]}.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<InferenceResponse> responses)
    {
        json.WriteStartObject();
        WriteModel(json, responses[0]);
        json.WriteStartArray("answers");
        foreach (var response in responses)
        {
            json.WriteStartObject();
            WriteMaps(json, response);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, InferenceResponse response)
    {
        json.WriteString("model", response.Model.Name);
        json.WriteString("version", response.Model.Version);
    }

    private static void WriteMaps(Utf8JsonWriter json, InferenceResponse response)
    {
        json.WriteStartArray("shape");
        Array.ForEach(response.Shape, json.WriteNumberValue);
        json.WriteEndArray();
        json.WritePropertyName("fine");
        var (fine, whole) = (response.Maps.Fine, response.Maps.Whole);
        WriteMap(json, fine, cell =>
        {
            if (whole is null)
            {
                json.WriteNumberValue(fine.Values[cell]);
            }
            else
            {
                json.WriteNumberValue(whole[cell]);
            }
        });
        WriteWhole(json, "quantiles", [.. response.Maps.Quantiles.Select(quantile => quantile.Counts)]);
        WriteWhole(json, "draws", [.. response.Maps.Draws]);
        if (response.Request.Mask is { } mask)
        {
            json.WritePropertyName("observed");
            WriteMap(json, mask, cell => json.WriteNumberValue((long)mask.Values[cell]));
        }

        json.WriteNumber("max_conservation_error", response.Maps.Residual.Largest);
        json.WriteStartArray("warnings");
        foreach (var warning in response.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
    }

    private static void WriteWhole(Utf8JsonWriter json, string name, FlowMaps[] maps)
    {
        if (maps.Length == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        Array.ForEach(maps, map => WriteMap(json, map, cell => json.WriteNumberValue((long)map.Count(cell))));
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, FlowMaps map, Action<int> writeCell)
    {
        json.WriteStartArray();
        for (var channel = 0; channel < map.Channels; channel++)
        {
            json.WriteStartArray();
            for (var row = 0; row < map.Rows; row++)
            {
                json.WriteStartArray();
                for (var column = 0; column < map.Columns; column++)
                {
                    writeCell((channel * map.Rows + row) * map.Columns + column);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
