namespace FineFlow.Engine.Inference;

/// <summary>Why the engine does not take work.</summary>
public enum RefusalReason
{
    /// <summary>As much waits as may wait.</summary>
    QueueFull,

    /// <summary>The engine finishes what it has and then ends.</summary>
    Stopping,
}

/// <summary>Work that the engine does not take now; the same work may be taken later.</summary>
/// <param name="reason">Why.</param>
/// <param name="retryAfter">When it is worth asking again.</param>
public sealed class RefusedException(RefusalReason reason, TimeSpan retryAfter)
    : Exception(reason == RefusalReason.QueueFull ? "as much work waits as may wait" : "the server is stopping")
{
    /// <summary>Why.</summary>
    public RefusalReason Reason { get; } = reason;

    /// <summary>When it is worth asking again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
