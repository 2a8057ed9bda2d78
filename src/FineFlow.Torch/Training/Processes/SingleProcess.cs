namespace FineFlow.Torch.Training.Processes;

/// <summary>A training by one process.</summary>
internal sealed class SingleProcess : IProcessGroup
{
    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int WorldSize => 1;

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<byte> own, Span<byte> all) => own.CopyTo(all);

    /// <inheritdoc/>
    public void Exchange(ReadOnlySpan<byte> outgoing, Span<byte> incoming) => outgoing.CopyTo(incoming);

    /// <inheritdoc/>
    public void Leave()
    {
    }
}
