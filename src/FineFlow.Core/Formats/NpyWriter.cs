using System.Buffers.Binary;
using System.Text;
using FineFlow.Core.Storage;

namespace FineFlow.Core.Formats;

/// <summary>Writes <c>.npy</c> files byte for byte as numpy 2 does: version 1.0, little-endian, C order.</summary>
public static class NpyWriter
{
    private const int Alignment = 64;
    private const int GrowthDigits = 21;

    // Below this rank no header text is too long for version 1.0, and NpyReader takes no more.
    private const int MaxRank = 64;

    /// <summary>Writes float32 values to a file that appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">The elements in C order.</param>
    /// <param name="shape">Size of each axis; none for a scalar.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape.</exception>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        AtomicFile.Write(path, Content("<f4", values, shape), static (stream, content) => content.WriteTo(stream));

    /// <inheritdoc cref="Write(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    /// <summary>Writes int32 values to a file that appears whole or not at all.</summary>
    public static void Write(string path, ReadOnlySpan<int> values, params ReadOnlySpan<int> shape) =>
        AtomicFile.Write(path, Content("<i4", values, shape), static (stream, content) => content.WriteTo(stream));

    /// <inheritdoc cref="Write(string, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    /// <summary>Writes int64 values to a file that appears whole or not at all.</summary>
    public static void Write(string path, ReadOnlySpan<long> values, params ReadOnlySpan<int> shape) =>
        AtomicFile.Write(path, Content("<i8", values, shape), static (stream, content) => content.WriteTo(stream));

    /// <summary>Writes float32 values to a stream.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="values">The elements in C order.</param>
    /// <param name="shape">Size of each axis; none for a scalar.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape.</exception>
    public static void Write(Stream stream, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Content("<f4", values, shape).WriteTo(stream);
    }

    /// <inheritdoc cref="Write(Stream, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    /// <summary>Writes int32 values to a stream.</summary>
    public static void Write(Stream stream, ReadOnlySpan<int> values, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Content("<i4", values, shape).WriteTo(stream);
    }

    /// <inheritdoc cref="Write(Stream, ReadOnlySpan{float}, ReadOnlySpan{int})"/>
    /// <summary>Writes whole counts to a stream: int32 where it holds all of them, int64 otherwise.</summary>
    public static void WriteCounts(Stream stream, long[] values, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(values);
        if (Array.TrueForAll(values, value => value is >= int.MinValue and <= int.MaxValue))
        {
            Write(stream, Array.ConvertAll(values, value => (int)value), shape);
        }
        else
        {
            Content<long>("<i8", values, shape).WriteTo(stream);
        }
    }

    private static NpyContent<T> Content<T>(string descr, ReadOnlySpan<T> values, ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        CheckShape(values.Length, shape);
        return new NpyContent<T>(Header(descr, shape), values);
    }

    private static void CheckShape(int count, ReadOnlySpan<int> shape)
    {
        var product = 1L;
        foreach (var size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            product = checked(product * size);
        }

        if (product != count || shape.Length > MaxRank)
        {
            throw new ArgumentException(Invariant($"{count} values do not fill the shape ({TupleItems(shape)})"), nameof(shape));
        }
    }

    /// <summary>Everything before the elements.</summary>
    internal static byte[] Header(string descr, ReadOnlySpan<int> shape)
    {
        // numpy leaves room for the first axis to grow in place, then pads to the alignment, by 64 where it is met already.
        var text = Invariant($"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({TupleItems(shape)}), }}");
        var growth = shape.IsEmpty ? 0 : GrowthDigits - Invariant($"{shape[0]}").Length;
        var start = (byte[])[0x93, .. "NUMPY"u8, 1, 0, 0, 0];
        var used = start.Length + text.Length + growth + 1;
        var length = used + Alignment - used % Alignment;
        BinaryPrimitives.WriteUInt16LittleEndian(start.AsSpan(8), (ushort)(length - start.Length));
        return [.. start, .. Encoding.ASCII.GetBytes(text.PadRight(length - start.Length - 1)), (byte)'\n'];
    }

    private static string TupleItems(ReadOnlySpan<int> shape) =>
        shape.Length == 1 ? Invariant($"{shape[0]},") : string.Join(", ", shape.ToArray());

    private readonly ref struct NpyContent<T>(byte[] header, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        private readonly ReadOnlySpan<T> _values = values;

        public void WriteTo(Stream stream)
        {
            stream.Write(header);
            LargeArray.Write(stream, _values);
        }
    }
}
