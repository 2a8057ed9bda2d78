using System.Globalization;
using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>The most memory that this process has held since a moment. Known on Linux only.</summary>
public static partial class PeakMemory
{
    private const string ResetPeak = "5"; // proc(5), clear_refs

    /// <summary>Forgets the peak until now, after giving back what is free; false where the system cannot.</summary>
    public static bool Reset()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        GC.Collect();
        try
        {
            _ = Trim(0);
            File.WriteAllText("/proc/self/clear_refs", ResetPeak);
            return true;
        }
        catch (Exception unable) when (unable is IOException or UnauthorizedAccessException or EntryPointNotFoundException)
        {
            // A container may forbid it, and not every C library trims: then the peak is not known, which the caller says.
            return false;
        }
    }

    /// <summary>The peak since <see cref="Reset"/> in bytes.</summary>
    public static long? Read() => Parse(SystemFile.ReadText("/proc/self/status"));

    /// <summary>Reads the line "VmHWM: 123 kB".</summary>
    internal static long? Parse(string text) =>
        SystemFile.Field(text, "VmHWM")?.Split(' ') is [var kilobytes, "kB"] ? long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024 : null;

    /// <summary>glibc keeps freed memory for later; this gives it back to the system.</summary>
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
