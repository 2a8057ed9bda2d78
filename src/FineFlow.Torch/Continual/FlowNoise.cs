using FineFlow.Core.Sampling;
using static TorchSharp.torch;

namespace FineFlow.Torch.Continual;

/// <summary>
/// UNO's noise on targets (Gao et al., IJCAI 2024, published code): some samples of a batch get the target of the sample before them, which
/// after shuffling is any other one.
/// </summary>
internal static class FlowNoise
{
    /// <summary>The samples of a batch among which positions are drawn.</summary>
    public const int Pool = 16;

    private const int OfSmallBatch = 2;

    /// <summary>
    /// Draws the positions: some of the first 16 samples; of a smaller batch the first two, in random order, or its only one.
    /// </summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="samples">Samples of the batch.</param>
    /// <param name="count">Positions to draw, at most 16.</param>
    public static int[] DrawPositions(RandomStream random, int samples, int count)
    {
        var small = Math.Min(OfSmallBatch, samples);
        return samples >= Pool ? StepDraws.Distinct(random, count, Pool) : StepDraws.Distinct(random, small, small);
    }

    /// <summary>
    /// Returns targets in which each position, in order, has the present target of the sample before it, so that replacements may chain.
    /// The first sample keeps its own.
    /// </summary>
    /// <param name="targets">Fine maps [B, C, N*H, N*W].</param>
    /// <param name="positions">The positions.</param>
    public static Tensor Shift(Tensor targets, IEnumerable<int> positions)
    {
        var shifted = targets.clone();
        foreach (var position in positions.Where(position => position > 0))
        {
            using var target = shifted[position];
            using var before = shifted[position - 1];
            target.copy_(before);
        }

        return shifted;
    }
}
