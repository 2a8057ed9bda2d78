using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Training.Batches;

/// <summary>Batches that are gathered in main memory and then copied to the device; on the CPU that is no further copy.</summary>
/// <param name="split">The training split.</param>
/// <param name="device">The device of the network.</param>
internal sealed class MainMemoryBatches(FlowSplit split, Device device) : IBatchSource
{
    /// <inheritdoc/>
    public FlowBatch Gather(ReadOnlySpan<int> samples) => FlowBatch.Gather(split, samples, device);
}
