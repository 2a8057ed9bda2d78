using System.Runtime.InteropServices;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Training.Processes;

/// <summary>
/// An evaluation whose batches several processes infer by turns. Every process gets all maps and adds up their errors in the order of one
/// process, so that all have the same figures to the last bit.
/// </summary>
/// <param name="processes">The processes.</param>
/// <param name="beforeBatches">Called before each batch of every process.</param>
internal sealed class SharedEvaluation(IProcessGroup processes, Action beforeBatches)
{
    /// <summary>Runs a network over a split and compares its maps with the true ones.</summary>
    /// <exception cref="BadInputException">The network does not accept the split's maps.</exception>
    public Evaluation Run(FlowNetwork network, FlowSplit split) => Evaluation.Measure(split, Bands(network, split));

    private IEnumerable<FineBand> Bands(FlowNetwork network, FlowSplit split)
    {
        var size = Predictor.BatchOf(network, split.Coarse, Predictor.DefaultBatch);
        var block = new float[size * split.Fine.SampleLength];
        var blocks = new float[block.Length * processes.WorldSize];
        foreach (var round in split.Batches(size).Chunk(processes.WorldSize))
        {
            beforeBatches();
            if (processes.Rank < round.Length)
            {
                var own = Evaluation.Bands(network, round[processes.Rank].Part, split.Name, CancellationToken.None).Single();
                own.Fine.Values.CopyTo(block.AsSpan());
            }

            processes.Gather(MemoryMarshal.AsBytes(block.AsSpan()), MemoryMarshal.AsBytes(blocks.AsSpan()));
            foreach (var (rank, (start, part)) in round.Index())
            {
                var values = blocks.AsSpan(rank * block.Length, part.Fine.Values.Length).ToArray();
                yield return new(start, 0, part.Coarse, new(part.Fine.Shape, values)) { Mask = part.Mask };
            }
        }
    }
}
