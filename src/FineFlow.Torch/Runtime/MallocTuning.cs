using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Keeps freed memory for the next operator. glibc gives every large block back to the system and asks for it anew, and the system clears
/// each page before it hands it out: with maps of some megabytes that takes longer than the arithmetic. All of it holds for the main thread, where
/// the program trains and predicts; other threads have heaps of 64 MB at most, and larger blocks of theirs still come from the system.
/// </summary>
internal static partial class MallocTuning
{
    // malloc.h
    private const int TrimThreshold = -1, TopPad = -2, MostMaps = -4;
    private const int ThreadHeap = 64 << 20;

    /// <summary>Lets large blocks come from the heap, and the heap keep what it has. glibc only; elsewhere nothing changes.</summary>
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
            // Not glibc: its own way of keeping memory has to do.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Choose(int parameter, int value);
}
