using TorchSharp;

namespace FineFlow.Torch.Networks;

/// <summary>What a network sees of a batch.</summary>
/// <param name="Coarse">Coarse flow [B, channels, H, W] in the network's input scale.</param>
/// <param name="External">External factors [B, 7] as they are in the dataset, or null where there are none.</param>
public sealed record FlowInput(torch.Tensor Coarse, torch.Tensor? External)
{
    /// <summary>Static geographic features [G, h, w], one tensor a stage at the stage's input size; for networks that take them.</summary>
    public IReadOnlyList<torch.Tensor> Geography { get; init; } = [];
}
