namespace FineFlow.Torch.Training.Processes;

/// <summary>A cancellation that all processes see at the same point of their work, whichever of them was asked to stop.</summary>
/// <param name="processes">The processes.</param>
/// <param name="own">Cancelled when this process is to stop.</param>
internal sealed class SharedCancellation(IProcessGroup processes, CancellationToken own)
{
    /// <summary>Whether all stop.</summary>
    public bool IsRequested { get; private set; }

    /// <summary>Throws in all processes if one of them is to stop.</summary>
    /// <exception cref="OperationCanceledException">One of them is.</exception>
    public void ThrowIfRequested()
    {
        IsRequested = processes.Any(own.IsCancellationRequested);
        if (IsRequested)
        {
            throw new OperationCanceledException();
        }
    }
}
