using FineFlow.Core;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Inference;

/// <summary>One sample to infer.</summary>
/// <param name="Coarse">[1, C, H, W], raw counts.</param>
/// <param name="External">Its external factors [1, 7], where the model uses them.</param>
/// <param name="Origin">Its origin; null where unknown.</param>
public sealed record Sample(FlowMaps Coarse, ExternalFactors? External, InputOrigin? Origin = null);
