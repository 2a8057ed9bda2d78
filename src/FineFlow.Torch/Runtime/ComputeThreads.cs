using static TorchSharp.torch;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Sets the number of threads that libtorch computes with on the calling thread, until disposed. Each thread has a number of its own; a new
/// thread starts with the number that was set last.
/// </summary>
internal sealed class ComputeThreads : IDisposable
{
    private readonly int _before = get_num_threads();

    private ComputeThreads(int count) => Set(count);

    /// <summary>Sets the number of threads until the result is disposed of, on the same thread.</summary>
    public static IDisposable Use(int count) => new ComputeThreads(count);

    /// <inheritdoc/>
    public void Dispose() => Set(_before);

    private static void Set(int count)
    {
        if (count != get_num_threads())
        {
            set_num_threads(count);
        }
    }
}
