using FineFlow.Core;

namespace FineFlow.Serving.Engine;

/// <summary>One sample to infer.</summary>
/// <param name="Coarse">[1, C, H, W], raw counts.</param>
/// <param name="External">Its external factors [1, 7], where the model uses them.</param>
public sealed record Sample(FlowMaps Coarse, ExternalFactors? External);
