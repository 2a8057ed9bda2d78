using FineFlow.Core;
using FineFlow.Core.Conservation;

namespace FineFlow.Engine.Inference;

/// <summary>One sample, inferred.</summary>
/// <param name="Coarse">The coarse map [1, C, H, W], raw counts.</param>
/// <param name="Fine">The fine map [1, C, N*H, N*W], raw counts.</param>
/// <param name="Residual">Deviation of the fine map's block sums from the coarse counts.</param>
/// <param name="Warnings">Differences of the coarse map to those that the model was trained on, one line each.</param>
public sealed record InferenceResult(FlowMaps Coarse, FlowMaps Fine, ConservationResidual Residual, IReadOnlyList<string> Warnings);
