using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Training.Batches;

/// <summary>Gathers batches of the training split where the network computes.</summary>
internal interface IBatchSource
{
    /// <summary>Returns some samples with their truth, in tensors of the current dispose scope.</summary>
    /// <param name="samples">Their numbers in the split.</param>
    FlowBatch Gather(ReadOnlySpan<int> samples);
}
