using FineFlow.Core;
using FineFlow.Core.Conservation;

namespace FineFlow.Engine.Predictions;

/// <summary>Fine maps as they are given out: rounded to whole counts where those are asked for, and measured after that.</summary>
/// <param name="Fine">Fine maps [n, C, N*H, N*W], in counts; the rounded ones where whole counts are asked for.</param>
/// <param name="Whole">The whole counts, where those are asked for.</param>
/// <param name="Residual">The differences between blocks and the coarse counts as given.</param>
internal sealed record MeasuredMaps(FlowMaps Fine, long[]? Whole, ConservationResidual Residual)
{
    /// <summary>Rounds and measures inferred maps.</summary>
    /// <param name="coarse">Coarse maps [n, C, H, W], raw counts.</param>
    /// <param name="fine">Fine maps [n, C, N*H, N*W] as a model infers them, raw counts.</param>
    /// <param name="integers">Whether to round to whole counts.</param>
    /// <exception cref="BadInputException">Whole counts are asked for, and the coarse counts are not whole.</exception>
    public static MeasuredMaps Create(FlowMaps coarse, FlowMaps fine, bool integers)
    {
        if (!integers)
        {
            return new(fine, null, ConservationResidual.Of(coarse, fine));
        }

        var whole = LargestRemainder.Round(fine, coarse);
        var rounded = LargestRemainder.AsMaps(whole, fine);
        return new(rounded, whole, ConservationResidual.Of(coarse, rounded));
    }
}
