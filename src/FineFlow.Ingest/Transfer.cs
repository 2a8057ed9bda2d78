namespace FineFlow.Ingest;

/// <summary>How far a piece of work on bytes has come.</summary>
/// <param name="What">What is being read or fetched.</param>
/// <param name="Done">Bytes that are done.</param>
/// <param name="Total">Bytes in all, if known.</param>
/// <param name="BytesPerSecond">Rate since this work began; bytes of an earlier attempt do not count.</param>
public sealed record Transfer(string What, long Done, long? Total, double BytesPerSecond)
{
    /// <summary>An event worth a line of its own, such as a retry; null for mere progress.</summary>
    public string? Note { get; init; }

    /// <summary>Seconds to the end at this rate; null where the end or the rate is unknown.</summary>
    public double? SecondsLeft => Total is { } total && BytesPerSecond > 0 ? (total - Done) / BytesPerSecond : null;
}
