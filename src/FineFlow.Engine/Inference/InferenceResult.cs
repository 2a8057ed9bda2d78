using FineFlow.Core;
using FineFlow.Core.Conservation;

namespace FineFlow.Engine.Inference;

/// <summary>One sample, inferred.</summary>
/// <param name="Coarse">What was asked, [1, C, H, W] raw counts.</param>
/// <param name="Fine">The answer, [1, C, N*H, N*W] raw counts.</param>
/// <param name="Residual">How far the answer adds up.</param>
/// <param name="Warnings">How the coarse map is unlike those that the model was trained on, a line each.</param>
public sealed record InferenceResult(FlowMaps Coarse, FlowMaps Fine, ConservationResidual Residual, IReadOnlyList<string> Warnings);
