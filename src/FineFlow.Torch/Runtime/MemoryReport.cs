using System.Globalization;

namespace FineFlow.Torch.Runtime;

/// <summary>Memory in bytes.</summary>
/// <param name="TotalBytes">The most that this process may use: the machine's memory, or the container's limit.</param>
/// <param name="AvailableBytes">Memory available without swapping; null where the system does not report it.</param>
internal sealed record MemoryReport(long TotalBytes, long? AvailableBytes)
{
    private const string AddressLimit = "Max address space";

    /// <summary>Memory that this process can still get: the least that the system, the container and the process's limit leave.</summary>
    public long FreeBytes => new[] { TotalBytes - Environment.WorkingSet, AvailableBytes, LeftOfAddresses }.OfType<long>().Min();

    /// <summary>Remainder of the limit on the process's address space (ulimit -v); null without a limit.</summary>
    private static long? LeftOfAddresses =>
        ParseAddressLimit(SystemFile.ReadText("/proc/self/limits"))
        - ParseKilobytes(SystemFile.Field(SystemFile.ReadText("/proc/self/status"), "VmSize"));

    internal static MemoryReport Collect() => new(
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        ParseAvailable(SystemFile.ReadText("/proc/meminfo")));

    /// <summary>Reads the line "Max address space    8589934592    unlimited    bytes" of proc(5), limits.</summary>
    internal static long? ParseAddressLimit(string text) =>
        text.Split('\n').FirstOrDefault(line => line.StartsWith(AddressLimit, StringComparison.Ordinal)) is { } line
        && long.TryParse(line[AddressLimit.Length..].Trim().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? bytes
            : null;

    /// <summary>Reads the line "MemAvailable: 123 kB".</summary>
    internal static long? ParseAvailable(string text) =>
        ParseKilobytes(SystemFile.Field(text, "MemAvailable"));

    private static long? ParseKilobytes(string? value) =>
        value?.Split(' ') is [var kilobytes, "kB"] ? long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024 : null;
}
