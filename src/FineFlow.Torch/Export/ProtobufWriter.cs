using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace FineFlow.Torch.Export;

/// <summary>
/// Writes one message in protobuf's wire format (protobuf.dev, "Encoding"): fields as a key, which holds their number and wire type, and a
/// value. Of the format only what ONNX needs is here; a compiler of .proto files would be a large tool for every build.
/// </summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0, LengthDelimited = 2, Fixed32 = 5;
    private const int KeyBits = 3, GroupBits = 7;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The message so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Writes an integer field.</summary>
    public void Integer(int field, long value)
    {
        Key(field, Varint);
        WriteVarint((ulong)value);
    }

    /// <summary>Writes a float32 field.</summary>
    public void Single(int field, float value)
    {
        Key(field, Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    /// <summary>Writes a text field.</summary>
    public void Text(int field, string value) => Block(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes a field of bytes, or of a message that is written already.</summary>
    public void Block(int field, ReadOnlySpan<byte> value)
    {
        Key(field, LengthDelimited);
        WriteVarint((ulong)value.Length);
        _bytes.Write(value);
    }

    /// <summary>Writes a field that is a message of its own.</summary>
    public void Message(int field, Action<ProtobufWriter> write)
    {
        var message = new ProtobufWriter();
        write(message);
        Block(field, message.Bytes);
    }

    private void Key(int field, int wireType) => WriteVarint((ulong)((field << KeyBits) | wireType));

    /// <summary>Writes seven bits a byte, lowest first; the top bit says that more follow.</summary>
    private void WriteVarint(ulong value)
    {
        const byte more = 1 << GroupBits;
        for (; value >= more; value >>= GroupBits)
        {
            _bytes.Write([(byte)(value | more)]);
        }

        _bytes.Write([(byte)value]);
    }
}
