using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Inference;

/// <summary>One sample, inferred.</summary>
/// <param name="Inferred">The sample as the model infers it.</param>
/// <param name="Residual">Deviation of the fine map's block sums from the observed coarse counts.</param>
/// <param name="Warnings">Differences of the coarse map to those that the model was trained on, one line each.</param>
internal sealed record InferenceResult(FineBand Inferred, ConservationResidual Residual, IReadOnlyList<string> Warnings)
{
    /// <summary>The coarse map [1, C, H, W], raw counts; 0 where one is missing.</summary>
    public FlowMaps Coarse => Inferred.Coarse;

    /// <summary>The fine map [1, C, N*H, N*W], raw counts.</summary>
    public FlowMaps Fine => Inferred.Fine;

    /// <summary>Returns the same without what says how sure it is, which is as large as the fine map: for answers that are kept.</summary>
    internal InferenceResult WithoutDistribution() => this with { Inferred = Inferred with { Distribution = null } };
}
