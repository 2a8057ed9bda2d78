using System.Text.Json;

namespace FineFlow.Core.Metrics;

/// <summary>
/// Objects of numbers in JSON. The caller keeps fields that this version does not know, since a later one may have written them.
/// </summary>
internal static class MetricJson
{
    /// <summary>Reads an object whose fields are numbers, or null for a number that is not defined.</summary>
    /// <exception cref="JsonException">The value is not such an object.</exception>
    public static Dictionary<string, double> ReadNumbers(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("expected an object of numbers");
        }

        var numbers = new Dictionary<string, double>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            numbers[name] = reader.TokenType switch
            {
                JsonTokenType.Number => reader.GetDouble(),
                JsonTokenType.Null => double.NaN,
                _ => throw new JsonException($"'{name}' is no number"),
            };
        }

        return numbers;
    }
}
