using FineFlow.Core;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Training.Processes;
using TorchSharp.Modules;

namespace FineFlow.Torch.Training;

/// <summary>The parts in which a batch passes through the network, so that no more is held in memory than a part needs.</summary>
internal static class MicroBatches
{
    /// <summary>
    /// Validates a size for a network; null, the whole batch, fits all. Where samples of a batch act upon each other in training, parts
    /// would train another network.
    /// </summary>
    /// <exception cref="BadInputException">The network normalises over the batch.</exception>
    public static int? Checked(int? size, FlowNetwork network)
    {
        if (size is not null && network.modules().OfType<BatchNorm>().Any())
        {
            throw new BadInputException(
                "setting 'micro_batch'",
                $"does not fit {network.GetName()}, whose batch normalisation takes mean and variance over the whole batch; leave it out")
            {
                Setting = "MicroBatch",
            };
        }

        return size;
    }

    /// <summary>Returns this process's samples of a batch, in micro-batches.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="size">Samples of a part; null: all.</param>
    /// <param name="processes">The processes that share the batch.</param>
    public static IEnumerable<int[]> Divide(ReadOnlySpan<int> batch, int? size, IProcessGroup processes)
    {
        var first = batch.Length * processes.Rank / processes.WorldSize;
        var last = batch.Length * (processes.Rank + 1) / processes.WorldSize;
        return batch[first..last].ToArray().Chunk(size ?? batch.Length);
    }
}
