using System.Buffers.Binary;
using System.Text.Unicode;

namespace FineFlow.Core.Formats;

/// <summary>
/// The head of a safetensors file, checked as strictly as the format's reference implementation does: eight bytes of
/// length, then JSON, then the tensors' data without hole, overlap or rest.
/// </summary>
/// <param name="Entries">The tensors, in the order of their data.</param>
/// <param name="Metadata">The free text of the file.</param>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    public const string MetadataKey = "__metadata__";
    public const int LengthWidth = sizeof(ulong);
    public const int MaxLength = 100_000_000;

    public static SafetensorsHeader Read(FileStream stream, string path)
    {
        if (!stream.CanSeek)
        {
            throw new BadInputException(path, "expected a regular file");
        }

        var json = ReadJson(stream, path);
        var tensors = new SafetensorsHeaderParser(path).Parse(json, out var metadata);
        var dataStart = LengthWidth + json.Length;
        return new SafetensorsHeader(Arrange(tensors, dataStart, stream.Length, path), metadata);
    }

    private static byte[] ReadJson(FileStream stream, string path)
    {
        if (stream.Length < LengthWidth)
        {
            throw new BadInputException(path, $"{stream.Length} bytes long; a safetensors file has at least {LengthWidth}");
        }

        Span<byte> prefix = stackalloc byte[LengthWidth];
        ReadFully(stream, prefix, path);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxLength || (long)length > stream.Length - LengthWidth)
        {
            throw new BadInputException(
                path, $"safetensors header of {length} bytes; expected at most {Math.Min(MaxLength, stream.Length - LengthWidth)}");
        }

        var json = new byte[(int)length];
        ReadFully(stream, json, path);
        if (json.Length == 0 || json[0] != '{' || !Utf8.IsValid(json))
        {
            throw new BadInputException(path, "not a safetensors file: expected a header of UTF-8 text that starts with '{'");
        }

        return json;
    }

    private static void ReadFully(FileStream stream, Span<byte> bytes, string path)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new BadInputException(path, "truncated: the file ends within the safetensors header");
        }
    }

    /// <summary>Returns the tensors in the order of their data, which must fill the rest of the file exactly.</summary>
    private static SafetensorsEntry[] Arrange(List<SafetensorsTensor> tensors, long dataStart, long fileLength, string path)
    {
        SafetensorsTensor[] sorted = [.. tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End)];
        var end = 0L;
        foreach (var tensor in sorted)
        {
            if (tensor.Begin != end)
            {
                throw Bad(tensor, Invariant($"data_offsets start at {tensor.Begin}; expected {end}, where the data before it ends"));
            }

            if (tensor.End - tensor.Begin != SafetensorsTypes.ByteLength(tensor.Type, tensor.Shape))
            {
                throw Bad(tensor, Invariant($"data_offsets [{tensor.Begin}, {tensor.End}] do not hold what its dtype and shape ask for"));
            }

            end = tensor.End;
        }

        if (fileLength - dataStart != end)
        {
            throw new BadInputException(
                path, $"{fileLength - dataStart} bytes of tensor data; the safetensors header asks for exactly {end}");
        }

        return [.. sorted.Select(tensor =>
            new SafetensorsEntry(tensor.Name, tensor.Type, tensor.Shape, dataStart + tensor.Begin, tensor.End - tensor.Begin))];

        BadInputException Bad(SafetensorsTensor tensor, string problem) =>
            new(path, Invariant($"tensor {SafetensorsText.Quote(tensor.Name)}: {problem}"));
    }
}
