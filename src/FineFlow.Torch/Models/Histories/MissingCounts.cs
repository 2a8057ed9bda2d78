using FineFlow.Core.Distributions;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Histories;

/// <summary>What stands for coarse counts that are missing.</summary>
internal static class MissingCounts
{
    /// <summary>
    /// Returns a batch's coarse counts, with expected ones in place of those that are missing. Where missing counts are known to be smaller
    /// than a bound, these are expectations given that bound, for Poisson counts.
    /// </summary>
    /// <param name="present">The batch's slots.</param>
    /// <param name="expected">Expected counts of all cells, without the bound, [B, C, H, W].</param>
    public static Tensor Fill(PresentSlots present, Tensor expected)
    {
        if (present.Observed is not { } observed)
        {
            return present.Coarse;
        }

        return present.Below is { } below
            ? present.Coarse.masked_scatter(observed == 0, Bounded(expected.masked_select(observed == 0), below))
            : where(observed > 0, present.Coarse, expected);
    }

    private static Tensor Bounded(Tensor expected, int below)
    {
        using var copy = expected.detach().to(ScalarType.Float32).cpu();
        var counts = Array.ConvertAll(copy.data<float>().ToArray(), mean => (float)TruncatedPoisson.Mean(mean, below));
        return TensorData.From(counts, counts.Length).to(expected.dtype, expected.device);
    }
}
