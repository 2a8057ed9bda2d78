namespace FineFlow.Core.Formats;

/// <summary>
/// Writes a float32 <c>.npy</c> file piece by piece, for arrays that are larger than memory. The file is whole only after
/// <see cref="Complete"/>: write it in a temporary place.
/// </summary>
internal sealed class NpyAppender : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly FileStream _file;
    private readonly string _path;
    private long _left;

    /// <summary>Creates the file and writes its header.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="shape">Size of each axis of the whole array.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public NpyAppender(string path, params ReadOnlySpan<int> shape)
    {
        _path = path;
        _left = 1;
        foreach (var size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            _left = checked(_left * size);
        }

        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
        _file.Write(NpyWriter.Header("<f4", shape));
    }

    /// <summary>Appends the next elements in C order.</summary>
    /// <exception cref="InvalidOperationException">They are more than the shape has room for.</exception>
    public void Append(ReadOnlySpan<float> values)
    {
        if (values.Length > _left)
        {
            throw new InvalidOperationException(Invariant($"{_path}: {values.Length} values more, but the shape has room for {_left}"));
        }

        LargeArray.Write(_file, values);
        _left -= values.Length;
    }

    /// <summary>Brings the whole array to the disk.</summary>
    /// <exception cref="InvalidOperationException">Elements are missing.</exception>
    public void Complete()
    {
        if (_left > 0)
        {
            throw new InvalidOperationException(Invariant($"{_path}: {_left} values are missing"));
        }

        _file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
