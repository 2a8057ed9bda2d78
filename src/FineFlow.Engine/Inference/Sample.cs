using FineFlow.Core;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Inference;

/// <summary>One sample to infer.</summary>
/// <param name="Inputs">Its coarse map [1, C, H, W], raw counts, and what the model uses besides.</param>
/// <param name="Origin">Its origin; null where unknown.</param>
internal sealed record Sample(FlowInputs Inputs, InputOrigin? Origin = null);
