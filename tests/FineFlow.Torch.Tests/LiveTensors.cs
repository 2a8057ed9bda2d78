using TorchSharp;

namespace FineFlow.Torch.Tests;

/// <summary>
/// Tensors of this thread that were made and not disposed of. What only the garbage collector frees counts as live for good, so a leak
/// cannot hide behind it.
/// </summary>
internal static class LiveTensors
{
    public static long Count => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
