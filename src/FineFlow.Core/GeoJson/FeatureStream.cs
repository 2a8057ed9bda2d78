using System.Text.Json;
using System.Text.Unicode;

namespace FineFlow.Core.GeoJson;

/// <summary>A GeoJSON document: a feature, or a collection of them, of which one at a time is in memory.</summary>
internal sealed class FeatureStream
{
    private const int FirstBytes = 1 << 16, MostBytes = 1 << 30;

    private readonly Stream _stream;
    private readonly string _name;
    private byte[] _buffer = new byte[FirstBytes];
    private int _from;
    private int _until;
    private bool _isFinal;
    private JsonReaderState _state;

    private FeatureStream(Stream stream, string name) => (_stream, _name) = (stream, name);

    /// <summary>Reads one step, if the bytes at hand suffice.</summary>
    private delegate bool Step<T>(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, out T result);

    /// <summary>Reads the features, one after the other.</summary>
    /// <exception cref="BadInputException">It is no whole GeoJSON, or its places are not in degrees.</exception>
    public static IEnumerable<JsonElement> Read(Stream stream, string name)
    {
        using (stream)
        {
            var document = new FeatureStream(stream, name);
            document.SkipByteOrderMark();
            foreach (var feature in document.Features())
            {
                yield return feature;
            }
        }
    }

    private IEnumerable<JsonElement> Features()
    {
        Expect(JsonTokenType.StartObject);
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var isCollection = false;
        while (Next<string?>(NameOrEnd) is { } member)
        {
            if (member == "features" && !isCollection)
            {
                isCollection = true;
                Expect(JsonTokenType.StartArray);
                while (Next<JsonElement?>(ValueOrEnd) is { } feature)
                {
                    yield return feature;
                }
            }
            else if (member == "features" || !members.TryAdd(member, Next<JsonElement?>(ValueOrEnd)!.Value))
            {
                throw new BadInputException(_name, $"has '{member}' twice");
            }
        }

        Next<bool>(NothingElse);
        Check(members, isCollection);
        if (!isCollection)
        {
            yield return JsonSerializer.SerializeToElement(members);
        }
    }

    private void Check(Dictionary<string, JsonElement> members, bool isCollection)
    {
        var expected = isCollection ? "FeatureCollection" : "Feature";
        if (!members.TryGetValue("type", out var type) || type.ValueKind != JsonValueKind.String
            || JsonFailures.Guard(_name, type.GetString) != expected)
        {
            throw new BadInputException(_name, $"is no GeoJSON: its type is expected to be {expected}");
        }

        // Older GeoJSON may name a system of coordinates, which is degrees by default.
        if (members.TryGetValue("crs", out var system) && system.ValueKind != JsonValueKind.Null
            && system.GetRawText() is var text && !text.Contains("CRS84", StringComparison.Ordinal)
            && !text.Contains("4326", StringComparison.Ordinal))
        {
            throw new BadInputException(_name, "has coordinates of another system than degrees (crs); EPSG:4326 is expected");
        }
    }

    private void Expect(JsonTokenType token)
    {
        if (Next<JsonTokenType>(Token) != token)
        {
            throw new BadInputException(_name, "is no GeoJSON: a FeatureCollection with features, or a Feature is expected");
        }
    }

    private T Next<T>(Step<T> step)
    {
        while (true)
        {
            var (isRead, result) = JsonFailures.Guard(_name, () => Try(step));
            if (isRead)
            {
                return result;
            }

            if (_isFinal)
            {
                throw new BadInputException(_name, "is no whole JSON: it ends in the middle");
            }

            JsonFailures.Guard(_name, Fill);
        }
    }

    private (bool IsRead, T Result) Try<T>(Step<T> step)
    {
        var bytes = _buffer.AsSpan(_from.._until);
        var reader = new Utf8JsonReader(bytes, _isFinal, _state);
        var isRead = step(ref reader, bytes, out var result);
        if (isRead)
        {
            (_from, _state) = (_from + (int)reader.BytesConsumed, reader.CurrentState);
        }

        return (isRead, result);
    }

    /// <summary>Reads further bytes behind those at hand. A buffer that is full of them is doubled.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_from.._until).CopyTo(_buffer);
        (_from, _until) = (0, _until - _from);
        if (_until == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length < MostBytes
                ? 2 * _buffer.Length
                : throw new BadInputException(_name, $"has a feature of more than {MostBytes} bytes"));
        }

        var free = _buffer.AsSpan(_until);
        var read = _stream.ReadAtLeast(free, free.Length, throwOnEndOfStream: false);
        _until += read;
        return _isFinal = read < free.Length;
    }

    private void SkipByteOrderMark()
    {
        JsonFailures.Guard(_name, Fill);
        _from = _buffer.AsSpan(0, _until).StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    private static bool Token(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, out JsonTokenType result)
    {
        var isRead = reader.Read();
        result = reader.TokenType;
        return isRead;
    }

    private static bool NameOrEnd(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, out string? result)
    {
        var isRead = reader.Read();
        result = isRead && reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;
        return isRead;
    }

    private static bool ValueOrEnd(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, out JsonElement? result)
    {
        result = null;
        if (!reader.Read())
        {
            return false;
        }

        var from = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            return true;
        }

        if (!reader.TrySkip())
        {
            return false;
        }

        var json = bytes[from..(int)reader.BytesConsumed];
        result = Utf8.IsValid(json) ? JsonElement.Parse(json, JsonFailures.Strict) : throw new JsonException("its text is no UTF-8");
        return true;
    }

    /// <summary>Reads to the end of the file, where nothing but blanks may stand.</summary>
    private bool NothingElse(ref Utf8JsonReader reader, ReadOnlySpan<byte> bytes, out bool result) =>
        (result = !reader.Read()) && _isFinal;
}
