namespace FineFlow.Core.Formats;

/// <summary>
/// Writes an <c>.npy</c> array of any size to a seekable stream, piece by piece in any order. Pieces that never come stay 0.
/// </summary>
/// <typeparam name="T">float, int or long.</typeparam>
internal sealed class NpyPieceWriter<T>
    where T : unmanaged
{
    private readonly Stream _stream;
    private readonly int _header;
    private readonly int _size;

    /// <summary>Writes the header and takes the room for all elements.</summary>
    /// <param name="stream">A seekable stream at its start; left open.</param>
    /// <param name="shape">Size of each axis; their product may be beyond int.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public NpyPieceWriter(Stream stream, params ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var count = 1L;
        foreach (var size in shape)
        {
            count = checked(count * size);
        }

        (_stream, _size) = (stream, System.Runtime.CompilerServices.Unsafe.SizeOf<T>());
        var header = NpyWriter.Header(Descr, shape);
        _header = header.Length;
        stream.Write(header);
        stream.SetLength(checked(_header + count * _size));
    }

    private static string Descr => default(T) switch
    {
        float => "<f4",
        int => "<i4",
        long => "<i8",
        _ => throw new NotSupportedException($"arrays of {typeof(T).Name} are not written"),
    };

    /// <summary>Writes elements that follow one another.</summary>
    /// <param name="first">Index of the first one in C order.</param>
    /// <param name="values">The elements.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Write(long first, ReadOnlySpan<T> values)
    {
        _stream.Position = checked(_header + first * _size);
        LargeArray.Write(_stream, values);
    }
}
