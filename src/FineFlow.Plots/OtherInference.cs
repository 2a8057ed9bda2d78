using FineFlow.Core;

namespace FineFlow.Plots;

/// <summary>What another model infers from the same coarse map.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Inferred">Inferred fine flow, [samples, channels, N*H, N*W].</param>
internal sealed record OtherInference(string Model, FlowMaps Inferred);
