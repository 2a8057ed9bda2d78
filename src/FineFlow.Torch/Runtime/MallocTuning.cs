using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Tunes glibc's malloc to keep freed memory for the next operator. By default it returns large blocks to the system, which clears each
/// page before handing it out again; with maps of some megabytes that takes longer than the arithmetic. The setting affects the main
/// thread, where the program trains and predicts. Heaps of other threads are limited to 64 MB, and their larger blocks still come from the
/// system.
/// </summary>
internal static partial class MallocTuning
{
    // malloc.h
    private const int TrimThreshold = -1, TopPad = -2, MostMaps = -4;
    private const int ThreadHeap = 64 << 20;

    /// <summary>Lets large blocks come from the heap, and the heap keep its memory. Does nothing without glibc.</summary>
    public static void Apply()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = Choose(MostMaps, 0);
            _ = Choose(TrimThreshold, -1);
            _ = Choose(TopPad, ThreadHeap);
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc: other C libraries have no such setting.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Choose(int parameter, int value);
}
