using static TorchSharp.torch;

namespace FineFlow.Engine.Tests.Fixtures;

/// <summary>Small tensors gain nothing from threads, and threads that wait for each other lose much on a busy machine.</summary>
public sealed class OneThread
{
    public OneThread() => set_num_threads(1);
}
