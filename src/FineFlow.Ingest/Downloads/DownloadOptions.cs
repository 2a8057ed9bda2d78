namespace FineFlow.Ingest.Downloads;

/// <summary>How patient a download is.</summary>
internal sealed record DownloadOptions
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>No more than this is fetched.</summary>
    public required long LargestFile { get; init; }

    /// <summary>A server that sends nothing for so long is given up, and asked again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts in a row that bring nothing, before the download is given up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Wait before the second attempt; it doubles with each further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that an attempt must bring, beyond all before it, to count as one that brought something.</summary>
    public long Progress { get; init; } = 1 << 20;

    /// <summary>Wait after so many attempts that brought nothing.</summary>
    public TimeSpan Delay(int failures) => TimeSpan.FromTicks(Math.Min(LongestDelay.Ticks, FirstDelay.Ticks << Math.Min(failures - 1, 16)));
}
