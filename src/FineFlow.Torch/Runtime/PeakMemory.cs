using System.Globalization;
using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>Peak memory of this process since a reset. Available on Linux only.</summary>
internal static partial class PeakMemory
{
    private const string ResetPeak = "5"; // proc(5), clear_refs

    /// <summary>Releases free memory and resets the peak; returns false where the system does not support it.</summary>
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
            // A container may forbid it, and not every C library can trim: the peak is then unknown.
            return false;
        }
    }

    /// <summary>Returns the peak since <see cref="Reset"/> in bytes; null where the system does not report it.</summary>
    public static long? Read() => Parse(SystemFile.ReadText("/proc/self/status"));

    /// <summary>Reads the line "VmHWM: 123 kB".</summary>
    internal static long? Parse(string text) => SystemFile.Field(text, "VmHWM")?.Split(' ') is [var kilobytes, "kB"]
        ? long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024
        : null;

    /// <summary>Returns memory that glibc keeps to the system.</summary>
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
