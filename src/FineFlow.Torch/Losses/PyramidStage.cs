using static TorchSharp.torch;

namespace FineFlow.Torch.Losses;

/// <summary>What a network with an output at every stage gives at one of them.</summary>
/// <param name="Factor">Fine cells s along a coarse one, at this stage.</param>
/// <param name="Scale">Counts that make one unit of <paramref name="Flow"/>.</param>
/// <param name="Density">Shares of the coarse cells [B, C, s*H, s*W].</param>
/// <param name="Flow">Inferred flow [B, C, s*H, s*W].</param>
internal sealed record PyramidStage(int Factor, double Scale, Tensor Density, Tensor Flow);
