using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Tests;

/// <summary>Small tensors gain nothing from threads, and threads that wait for each other lose much on a busy machine.</summary>
public sealed class OneThread
{
    public OneThread() => NativeLibraries.Require(threads: 1);
}
