using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Keeps freed memory for the next operator. glibc gives every large block back to the system and asks for it anew, and the system clears
/// each page before it hands it out: with maps of some megabytes that takes longer than the arithmetic.
/// </summary>
internal static partial class MemoryReuse
{
    // malloc.h
    private const int TrimThreshold = -1, MostMaps = -4;

    /// <summary>Lets large blocks come from the heap, and the heap keep what it has. glibc only; elsewhere nothing changes.</summary>
    public static void Enable()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        _ = Choose(MostMaps, 0);
        _ = Choose(TrimThreshold, -1);
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Choose(int parameter, int value);
}
