using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>Recognises a lack of memory among failures, including libtorch's own errors, which only their text distinguishes.</summary>
internal static class OutOfMemory
{
    private static readonly string[] Words = ["can't allocate memory", "not enough memory", "out of memory", "bad_alloc", "bad allocation"];

    /// <summary>Returns whether a failure is a lack of memory of the machine or of its GPU.</summary>
    public static bool Is(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure is OutOfMemoryException or AggregateException { InnerException: OutOfMemoryException }
            || (failure is ExternalException && Words.Any(word => failure.Message.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}
