using System.Globalization;

namespace FineFlow.Torch.Runtime;

/// <summary>Memory in bytes.</summary>
/// <param name="TotalBytes">What this process may use at most: the machine's memory, or the container's limit.</param>
/// <param name="AvailableBytes">What can be had without swapping; null where the system does not tell.</param>
public sealed record MemoryReport(long TotalBytes, long? AvailableBytes)
{
    internal static MemoryReport Collect() => new(
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        ParseAvailable(SystemFile.ReadText("/proc/meminfo")));

    /// <summary>Reads the line "MemAvailable: 123 kB".</summary>
    internal static long? ParseAvailable(string text) =>
        SystemFile.Field(text, "MemAvailable")?.Split(' ') is [var kilobytes, "kB"]
            ? long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024
            : null;
}
