namespace FineFlow.Ingest.Tables;

/// <summary>The bytes of one stream, followed by those of another.</summary>
internal sealed class ChainedStream(Stream first, Stream second) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer) => first.Read(buffer) is > 0 and var read ? read : second.Read(buffer);
}
