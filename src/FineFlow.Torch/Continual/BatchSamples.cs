using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Continual;

/// <summary>Batches of samples of several tasks: coarse maps, external factors and truth, which all models of a sequence live on.</summary>
internal static class BatchSamples
{
    /// <summary>Returns some samples of a batch.</summary>
    /// <param name="batch">The batch with its truth.</param>
    /// <param name="samples">Their numbers in it, in the order of the result.</param>
    public static FlowBatch Select(FlowBatch batch, int[] samples)
    {
        using var rows = TensorData.Indices(samples, batch.Coarse.device);
        return new(batch.Coarse.index_select(0, rows), batch.External?.index_select(0, rows))
        {
            Truth = batch.Truth!.index_select(0, rows),
        };
    }

    /// <summary>Returns the samples of one batch, then those of another.</summary>
    public static FlowBatch Join(FlowBatch first, FlowBatch second) => new(
        cat([first.Coarse, second.Coarse], 0),
        first.External is null ? null : cat([first.External, second.External!], 0))
    {
        Truth = cat([first.Truth!, second.Truth!], 0),
    };
}
