using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using FineFlow.Core.Storage;

namespace FineFlow.Core.Formats;

/// <summary>
/// Collects tensors, then writes them in one go. The same content gives the same bytes, in the order of the format's
/// reference implementation: larger types first, then by name.
/// </summary>
/// <param name="metadata">Free text for the file; none by default.</param>
internal sealed class SafetensorsWriter(IReadOnlyDictionary<string, string>? metadata = null)
{
    private const int Alignment = 8;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, Tensor> _tensors = [];

    /// <summary>Adds a tensor whose bytes are asked for when the file is written.</summary>
    /// <param name="name">Its name, once in the file.</param>
    /// <param name="type">Type of the elements.</param>
    /// <param name="shape">Size of each axis; empty for a scalar.</param>
    /// <param name="writeBytes">Writes the elements, little-endian and in C order, exactly as many as the shape has.</param>
    /// <exception cref="ArgumentException">The name is taken, reserved or not Unicode text; or the shape is not one.</exception>
    public void Add(string name, SafetensorsType type, long[] shape, Action<Stream> writeBytes)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(writeBytes);
        var length = SafetensorsTypes.ByteLength(type, shape)
            ?? throw new ArgumentException(Invariant($"[{string.Join(", ", shape)}] is not the shape of a tensor"), nameof(shape));
        var tensor = new Tensor(name, StrictUtf8.GetBytes(name), type, [.. shape], length, writeBytes);
        if (name == SafetensorsHeader.MetadataKey || !_tensors.TryAdd(name, tensor))
        {
            throw new ArgumentException(Invariant($"the name {SafetensorsText.Quote(name)} is taken"), nameof(name));
        }
    }

    /// <summary>Adds a tensor of type F32, kept by reference until the file is written.</summary>
    /// <exception cref="ArgumentException">As above; or the values do not fill the shape.</exception>
    public void Add(string name, long[] shape, float[] values) => Add(name, SafetensorsType.F32, shape, values);

    /// <summary>Adds a tensor of type I64, kept by reference until the file is written.</summary>
    /// <exception cref="ArgumentException">As above; or the values do not fill the shape.</exception>
    public void Add(string name, long[] shape, long[] values) => Add(name, SafetensorsType.I64, shape, values);

    /// <summary>Writes a file that appears whole or not at all.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A tensor wrote more or fewer bytes than its shape has.</exception>
    public void Write(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes to a stream, which is left open.</summary>
    /// <exception cref="InvalidOperationException">A tensor wrote more or fewer bytes than its shape has.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Tensor[] sorted = [.. _tensors.Values
            .OrderByDescending(tensor => tensor.Type)
            .ThenBy(tensor => tensor.NameBytes, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)))];
        WriteHeader(stream, sorted);
        foreach (var tensor in sorted)
        {
            using var data = new MeasuredStream(stream, tensor.Length, tensor.Name);
            tensor.WriteBytes(data);
            data.CheckComplete();
        }
    }

    private void Add<T>(string name, SafetensorsType type, long[] shape, T[] values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        var length = SafetensorsTypes.ByteLength(type, shape);
        if (length != (long)values.Length * SafetensorsTypes.Format(type).Size)
        {
            throw new ArgumentException(
                Invariant($"{values.Length} values do not fill the shape [{string.Join(", ", shape)}]"), nameof(values));
        }

        Add(name, type, shape, stream => LargeArray.Write<T>(stream, values));
    }

    private void WriteHeader(Stream stream, Tensor[] tensors)
    {
        var json = HeaderJson(tensors);
        var padding = (Alignment - json.Length % Alignment) % Alignment;
        if (json.Length + padding > SafetensorsHeader.MaxLength)
        {
            throw new InvalidOperationException(
                Invariant($"a header of {json.Length} bytes; the format allows {SafetensorsHeader.MaxLength}"));
        }

        Span<byte> length = stackalloc byte[SafetensorsHeader.LengthWidth];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length + padding);
        stream.Write(length);
        stream.Write(json);
        stream.Write("       "u8[..padding]);
    }

    private byte[] HeaderJson(Tensor[] tensors)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = SafetensorsText.Encoder }))
        {
            json.WriteStartObject();
            WriteMetadata(json);
            var offset = 0L;
            foreach (var tensor in tensors)
            {
                WriteTensor(json, tensor, offset);
                offset += tensor.Length;
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (metadata is not { Count: > 0 })
        {
            return;
        }

        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(StrictUtf8.GetBytes(key), StrictUtf8.GetBytes(value));
        }

        json.WriteEndObject();
    }

    private static void WriteTensor(Utf8JsonWriter json, Tensor tensor, long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", SafetensorsTypes.Name(tensor.Type));
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + tensor.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private sealed record Tensor(string Name, byte[] NameBytes, SafetensorsType Type, long[] Shape, long Length, Action<Stream> WriteBytes);
}
