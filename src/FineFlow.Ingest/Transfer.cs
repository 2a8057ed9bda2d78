namespace FineFlow.Ingest;

/// <summary>Progress of a transfer of bytes.</summary>
/// <param name="What">Name of the file that is read or fetched.</param>
/// <param name="Done">Bytes so far.</param>
/// <param name="Total">All bytes; null where unknown.</param>
/// <param name="BytesPerSecond">Speed since the start, without the bytes of earlier attempts.</param>
internal sealed record Transfer(string What, long Done, long? Total, double BytesPerSecond)
{
    /// <summary>An event, such as a retry; null for mere progress.</summary>
    public string? Note { get; init; }

    /// <summary>Seconds left at this speed; null where size or speed are unknown.</summary>
    public double? SecondsLeft => Total is { } total && BytesPerSecond > 0 ? (total - Done) / BytesPerSecond : null;
}
