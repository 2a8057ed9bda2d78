namespace FineFlow.Ingest.Downloads;

/// <summary>Limits, timeouts and retries of a download.</summary>
internal sealed record DownloadOptions
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>Largest number of bytes to fetch.</summary>
    public required long LargestFile { get; init; }

    /// <summary>Time without data after which an attempt is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Consecutive attempts without progress after which the download fails.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Wait before the second attempt; it doubles with each further attempt.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>New bytes that count as progress.</summary>
    public long Progress { get; init; } = 1 << 20;

    /// <summary>Returns the wait after a number of attempts without progress.</summary>
    public TimeSpan Delay(int failures) => TimeSpan.FromTicks(Math.Min(LongestDelay.Ticks, FirstDelay.Ticks << Math.Min(failures - 1, 16)));
}
