using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineFlow.Core.Formats;

/// <summary>Reads numbers from a stream into an array, piece by piece, straight into the array where no conversion is needed.</summary>
/// <param name="stream">Stands at the first number.</param>
/// <param name="source">Name of the stream, for messages.</param>
/// <param name="format">Format of the numbers in the stream.</param>
/// <param name="decode">The conversion to <typeparamref name="T"/>.</param>
/// <param name="bigEndian">Whether the numbers' bytes are reversed.</param>
/// <param name="expected">What is expected, for the message where the conversion refuses a number.</param>
internal sealed class NumberReader<T>(
    Stream stream, string source, NumberFormat format, Decode<T> decode, bool bigEndian, string expected = "")
    where T : unmanaged
{
    private const int Piece = 1 << 16;
    private byte[] _buffer = [];

    /// <summary>
    /// Reads exactly <paramref name="count"/> numbers. Where the data is not known to exist, the array grows with what
    /// arrives and never beyond twice that.
    /// </summary>
    public T[] Read(int count, bool knownToExist)
    {
        CheckMemory(count);
        var values = new T[knownToExist ? count : Math.Min(count, Piece)];
        for (var done = 0; done < count;)
        {
            if (done == values.Length)
            {
                Array.Resize(ref values, (int)Math.Min(count, 2L * done));
            }

            var piece = values.AsSpan(done, Math.Min(Piece, values.Length - done));
            ReadPiece(piece, done);
            done += piece.Length;
        }

        return values;
    }

    private void CheckMemory(int count)
    {
        var needed = (long)count * Unsafe.SizeOf<T>();
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
        {
            throw new BadInputException(source, $"needs {needed} bytes of memory, but this machine has {available}");
        }
    }

    private void ReadPiece(Span<T> values, int first)
    {
        var plain = format.Type == typeof(T);
        var raw = plain ? MemoryMarshal.AsBytes(values) : Buffer(values.Length * format.Size);
        var got = stream.ReadAtLeast(raw, raw.Length, throwOnEndOfStream: false);
        if (got < raw.Length)
        {
            throw new BadInputException(source, $"truncated: the data ends within element {first + got / format.Size}");
        }

        if (bigEndian)
        {
            ReverseBytes(raw, format.Size);
        }

        var misfit = plain ? -1 : decode(raw, values);
        if (misfit >= 0)
        {
            throw new BadInputException(
                source, $"element {first + misfit} in file order does not fit {typeof(T).Name} (from {format.Type.Name}){expected}");
        }
    }

    private Span<byte> Buffer(int length)
    {
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        return _buffer.AsSpan(0, length);
    }

    private static void ReverseBytes(Span<byte> raw, int size)
    {
        switch (size)
        {
            case 2:
                Reverse<ushort>(raw, BinaryPrimitives.ReverseEndianness);
                break;
            case 4:
                Reverse<uint>(raw, BinaryPrimitives.ReverseEndianness);
                break;
            case 8:
                Reverse<ulong>(raw, BinaryPrimitives.ReverseEndianness);
                break;
        }
    }

    private static void Reverse<TWord>(Span<byte> raw, ReverseWords<TWord> reverse)
        where TWord : unmanaged
    {
        var words = MemoryMarshal.Cast<byte, TWord>(raw);
        reverse(words, words);
    }

    private delegate void ReverseWords<TWord>(ReadOnlySpan<TWord> source, Span<TWord> destination);
}
