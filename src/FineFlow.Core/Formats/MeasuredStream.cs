namespace FineFlow.Core.Formats;

/// <summary>Passes on exactly the promised number of bytes of one tensor.</summary>
internal sealed class MeasuredStream(Stream inner, long promised, string name) : Stream
{
    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void CheckComplete()
    {
        if (_written != promised)
        {
            throw Unkept(Invariant($"only {_written}"));
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _written += buffer.Length;
        if (_written > promised)
        {
            throw Unkept(Invariant($"at least {_written}"));
        }

        inner.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private InvalidOperationException Unkept(string written) =>
        new(Invariant($"tensor {SafetensorsText.Quote(name)} wrote {written} bytes; expected {promised}"));
}
