using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using FineFlow.Core;

namespace FineFlow.AspNetCore.Requests;

/// <summary>Reads arrays in arrays, which must be as long as their neighbours.</summary>
internal sealed class NestedNumbersConverter : JsonConverter<NestedNumbers>
{
    private const int MaxRank = 4;

    public override NestedNumbers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var (shape, values) = (new List<int>(MaxRank), new List<double>());
        ReadAxis(ref reader, 0, shape, values);
        return new NestedNumbers([.. shape], [.. values]);
    }

    public override void Write(Utf8JsonWriter writer, NestedNumbers value, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    private static void ReadAxis(ref Utf8JsonReader reader, int axis, List<int> shape, List<double> values)
    {
        if (reader.TokenType != JsonTokenType.StartArray || axis == MaxRank)
        {
            throw Refusal(axis == MaxRank ? $"more than {MaxRank} arrays in one another" : "an array of numbers is expected");
        }

        var isFirst = shape.Count == axis;
        if (isFirst)
        {
            shape.Add(-1);
        }

        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                if (values.Count > 0 && shape.Count == axis + 1)
                {
                    throw Refusal("an array stands where its neighbours are numbers");
                }

                ReadAxis(ref reader, axis + 1, shape, values);
            }
            else
            {
                values.Add(Number(ref reader, isLastAxis: shape.Count == axis + 1));
            }
        }

        if (shape[axis] >= 0 && shape[axis] != count)
        {
            throw Refusal($"an array of {count} stands beside one of {shape[axis]}; all are expected to be of one length");
        }

        shape[axis] = count;
    }

    private static double Number(ref Utf8JsonReader reader, bool isLastAxis)
    {
        if (reader.TokenType == JsonTokenType.Null && isLastAxis)
        {
            return double.NaN;
        }

        if (reader.TokenType != JsonTokenType.Number || !isLastAxis)
        {
            throw Refusal(isLastAxis ? "a number is expected" : "a number stands where its neighbours are arrays");
        }

        if (!reader.TryGetDouble(out var value))
        {
            throw Refusal("a number is expected that float64 can hold");
        }

        // Further digits of a fraction do not matter, but a whole number must not become another.
        return Math.Abs(value) >= CountArray.Largest
            && reader.TryGetDecimal(out var given)
            && new BigInteger(given) != new BigInteger(value)
            ? throw Refusal($"{given} is no whole count of at most 2^53 ({CountArray.Largest})")
            : value;
    }

    private static JsonException Refusal(string message) => new(message);
}
