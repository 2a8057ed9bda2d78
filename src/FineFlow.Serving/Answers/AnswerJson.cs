using System.Text.Json;

namespace FineFlow.Serving.Answers;

/// <summary>Answers as JSON, written number by number: a fine map has tens of thousands.</summary>
internal static class AnswerJson
{
    /// <summary>{"model", "version", "shape", "fine", "max_conservation_error", "warnings"}.</summary>
    public static void Write(Utf8JsonWriter json, Answer answer)
    {
        json.WriteStartObject();
        WriteModel(json, answer);
        WriteMaps(json, answer);
        json.WriteEndObject();
    }

    /// <summary>{"model", "version", "answers": [{"shape", "fine", "max_conservation_error", "warnings"}, ..]}.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Answer> answers)
    {
        json.WriteStartObject();
        WriteModel(json, answers[0]);
        json.WriteStartArray("answers");
        foreach (var answer in answers)
        {
            json.WriteStartObject();
            WriteMaps(json, answer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, Answer answer)
    {
        json.WriteString("model", answer.Model.Name);
        json.WriteString("version", answer.Model.Version);
    }

    private static void WriteMaps(Utf8JsonWriter json, Answer answer)
    {
        json.WriteStartArray("shape");
        Array.ForEach(answer.Shape, json.WriteNumberValue);
        json.WriteEndArray();
        json.WriteStartArray("fine");
        for (var channel = 0; channel < answer.Fine.Channels; channel++)
        {
            json.WriteStartArray();
            for (var row = 0; row < answer.Fine.Rows; row++)
            {
                WriteRow(json, answer, (channel * answer.Fine.Rows + row) * answer.Fine.Columns);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("max_conservation_error", answer.MaxConservationError);
        json.WriteStartArray("warnings");
        foreach (var warning in answer.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter json, Answer answer, int start)
    {
        json.WriteStartArray();
        for (var cell = start; cell < start + answer.Fine.Columns; cell++)
        {
            if (answer.Whole is { } whole)
            {
                json.WriteNumberValue(whole[cell]);
            }
            else
            {
                json.WriteNumberValue(answer.Fine.Values[cell]);
            }
        }

        json.WriteEndArray();
    }
}
