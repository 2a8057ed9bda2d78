using System.Text.Json;

namespace FineFlow.Server.Responses;

/// <summary>Answers as JSON, written number by number: a fine map has tens of thousands.</summary>
internal static class ResponseJson
{
    /// <summary>{"model", "version", "shape", "fine", "max_conservation_error", "warnings"}.</summary>
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
        json.WriteStartArray("fine");
        for (var channel = 0; channel < response.Maps.Fine.Channels; channel++)
        {
            json.WriteStartArray();
            for (var row = 0; row < response.Maps.Fine.Rows; row++)
            {
                WriteRow(json, response, (channel * response.Maps.Fine.Rows + row) * response.Maps.Fine.Columns);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("max_conservation_error", response.Maps.Residual.Largest);
        json.WriteStartArray("warnings");
        foreach (var warning in response.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter json, InferenceResponse response, int start)
    {
        json.WriteStartArray();
        for (var cell = start; cell < start + response.Maps.Fine.Columns; cell++)
        {
            if (response.Maps.Whole is { } whole)
            {
                json.WriteNumberValue(whole[cell]);
            }
            else
            {
                json.WriteNumberValue(response.Maps.Fine.Values[cell]);
            }
        }

        json.WriteEndArray();
    }
}
