using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>Tells a lack of memory from other failures: libtorch reports it as an error of its own, in words.</summary>
public static class OutOfMemory
{
    private static readonly string[] Words = ["can't allocate memory", "not enough memory", "out of memory", "bad_alloc", "bad allocation"];

    /// <summary>Whether a failure is a lack of memory, of the machine or of its GPU.</summary>
    public static bool Is(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure is OutOfMemoryException or AggregateException { InnerException: OutOfMemoryException }
            || (failure is ExternalException && Words.Any(word => failure.Message.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}
