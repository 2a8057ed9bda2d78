namespace FineFlow.Engine.Inference;

/// <summary>Reasons for which the engine rejects requests.</summary>
internal enum RefusalReason
{
    /// <summary>As much waits as may wait.</summary>
    QueueFull,

    /// <summary>The engine finishes what it has and then ends.</summary>
    Stopping,
}

/// <summary>Thrown where the engine rejects a request that it may accept later.</summary>
/// <param name="reason">The reason.</param>
/// <param name="retryAfter">Time after which to retry.</param>
internal sealed class RefusedException(RefusalReason reason, TimeSpan retryAfter)
    : Exception(reason == RefusalReason.QueueFull ? "as much work waits as may wait" : "the server is stopping")
{
    /// <summary>The reason.</summary>
    public RefusalReason Reason { get; } = reason;

    /// <summary>Time after which to retry.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
