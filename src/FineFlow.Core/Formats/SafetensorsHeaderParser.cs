using System.Text.Json;

namespace FineFlow.Core.Formats;

/// <summary>A tensor as the header tells it, with offsets from the start of the data.</summary>
internal sealed record SafetensorsTensor(string Name, SafetensorsType Type, long[] Shape, long Begin, long End);

/// <summary>
/// Parses the JSON of a safetensors header: one object of tensors {dtype, shape, data_offsets} and, optionally,
/// <c>__metadata__</c> (text to text). Repeated and unknown keys are refused.
/// </summary>
internal sealed class SafetensorsHeaderParser(string source)
{
    private readonly List<SafetensorsTensor> _tensors = [];
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, string> _metadata = [];

    public List<SafetensorsTensor> Parse(ReadOnlySpan<byte> json, out IReadOnlyDictionary<string, string> metadata)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            Next(ref reader, JsonTokenType.StartObject, "the header");
            while (NextKey(ref reader, "the header") is { } name)
            {
                ParseMember(ref reader, name);
            }

            reader.Read();
        }
        catch (JsonException failure)
        {
            var position = Invariant($"line {failure.LineNumber + 1}, byte {failure.BytePositionInLine}");
            throw new BadInputException(source, $"the safetensors header is no valid JSON at {position}", failure);
        }

        metadata = _metadata;
        return _tensors;
    }

    private void ParseMember(ref Utf8JsonReader reader, string name)
    {
        if (!_names.Add(name))
        {
            throw Bad(SafetensorsText.Quote(name), "appears twice");
        }

        if (name == SafetensorsHeader.MetadataKey)
        {
            ParseMetadata(ref reader);
        }
        else
        {
            _tensors.Add(ParseTensor(ref reader, name));
        }
    }

    private void ParseMetadata(ref Utf8JsonReader reader)
    {
        Next(ref reader, JsonTokenType.StartObject, SafetensorsHeader.MetadataKey);
        while (NextKey(ref reader, SafetensorsHeader.MetadataKey) is { } key)
        {
            Next(ref reader, JsonTokenType.String, SafetensorsHeader.MetadataKey);
            if (!_metadata.TryAdd(key, Text(ref reader, SafetensorsHeader.MetadataKey)))
            {
                throw Bad(SafetensorsHeader.MetadataKey, Invariant($"{SafetensorsText.Quote(key)} appears twice"));
            }
        }
    }

    private SafetensorsTensor ParseTensor(ref Utf8JsonReader reader, string name)
    {
        var place = Invariant($"tensor {SafetensorsText.Quote(name)}");
        SafetensorsType? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        Next(ref reader, JsonTokenType.StartObject, place);
        while (NextKey(ref reader, place) is { } field)
        {
            switch (field)
            {
                case "dtype" when type is null:
                    type = ParseType(ref reader, place);
                    break;
                case "shape" when shape is null:
                    shape = ParseSizes(ref reader, Invariant($"{place}, shape"));
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ParseSizes(ref reader, Invariant($"{place}, data_offsets"));
                    break;
                default:
                    throw Bad(
                        place,
                        Invariant($"{SafetensorsText.Quote(field)} is unknown or repeated; expected dtype, ")
                            + "shape and data_offsets once each");
            }
        }

        if (offsets is not [var begin, var end])
        {
            throw Bad(place, "expected two data_offsets");
        }

        return new SafetensorsTensor(
            name, type ?? throw Bad(place, "dtype is missing"), shape ?? throw Bad(place, "shape is missing"), begin, end);
    }

    private SafetensorsType ParseType(ref Utf8JsonReader reader, string place)
    {
        Next(ref reader, JsonTokenType.String, place);
        var name = Text(ref reader, place);
        return SafetensorsTypes.TryParse(name, out var type)
            ? type
            : throw Bad(place, Invariant($"dtype {SafetensorsText.Quote(name)} is not supported"));
    }

    private long[] ParseSizes(ref Utf8JsonReader reader, string place)
    {
        var sizes = new List<long>();
        Next(ref reader, JsonTokenType.StartArray, place);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt64(out var size) || size > long.MaxValue)
            {
                throw Bad(place, "expected whole numbers from 0 to 2^63 - 1");
            }

            sizes.Add((long)size);
        }

        return [.. sizes];
    }

    private void Next(ref Utf8JsonReader reader, JsonTokenType expected, string place)
    {
        if (!reader.Read() || reader.TokenType != expected)
        {
            throw Bad(place, Invariant($"expected {expected}, found {reader.TokenType}"));
        }
    }

    /// <summary>Returns the next key of the object, or null at its end.</summary>
    private string? NextKey(ref Utf8JsonReader reader, string place)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.EndObject ? null : Text(ref reader, place);
    }

    private string Text(ref Utf8JsonReader reader, string place)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException failure)
        {
            throw new BadInputException(source, $"{place}: a text holds half a surrogate pair", failure);
        }
    }

    private BadInputException Bad(string place, string problem) => new(source, Invariant($"safetensors header, {place}: {problem}"));
}
