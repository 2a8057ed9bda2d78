using FineFlow.Core;
using FineFlow.Torch.Networks;
using TorchSharp.Modules;

namespace FineFlow.Torch.Training;

/// <summary>The parts in which a batch passes through the network, so that no more is held in memory than a part needs.</summary>
internal static class MicroBatches
{
    /// <summary>
    /// Validates a size for a network; null, the whole batch, fits all. Where samples of a batch act upon each other in training, parts
    /// would train another network.
    /// </summary>
    /// <param name="size">Samples of a micro-batch; null: all.</param>
    /// <param name="network">The network.</param>
    /// <param name="processes">Number of processes that share a batch.</param>
    /// <exception cref="BadInputException">The network normalises over the batch.</exception>
    public static int? Checked(int? size, FlowNetwork network, int processes)
    {
        if (size is null || !network.modules().OfType<BatchNorm>().Any())
        {
            return size;
        }

        throw processes > 1
            ? new BadInputException(
                Invariant($"model {network.GetName()}"),
                $"normalises over the whole batch, which {processes} processes cannot share; train it in one process")
            : new BadInputException(
                "setting 'micro_batch'",
                $"does not fit {network.GetName()}, whose batch normalisation takes mean and variance over the whole batch; leave it out")
            {
                Setting = "MicroBatch",
            };
    }

    /// <summary>
    /// Returns a batch in micro-batches, and these in rounds: in a round each process takes one, in the order of their ranks, until there
    /// are no more.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="size">Samples of a micro-batch; null: all.</param>
    /// <param name="processes">Number of processes.</param>
    public static IEnumerable<int[][]> Divide(ReadOnlySpan<int> batch, int? size, int processes) =>
        batch.ToArray().Chunk(size ?? batch.Length).Chunk(processes);
}
