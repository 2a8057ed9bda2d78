using static TorchSharp.torch;

namespace FineFlow.Torch.Networks;

/// <summary>A network's output for a batch.</summary>
/// <param name="Fine">Fine maps [B, C, N*H, N*W], in raw counts.</param>
/// <param name="Stages">
/// The outputs of all stages, coarse to fine. A network with a single stage has one, <paramref name="Fine"/>.
/// </param>
public sealed record FlowOutput(Tensor Fine, IReadOnlyList<FlowStage> Stages);

/// <summary>One output of a network, in the unit that the network computes in.</summary>
/// <param name="Flow">Inferred flow [B, C, s*H, s*W].</param>
/// <param name="Factor">Fine cells s along one side of a coarse cell.</param>
/// <param name="Scale">Counts in one unit of <paramref name="Flow"/>.</param>
public sealed record FlowStage(Tensor Flow, int Factor, double Scale)
{
    /// <summary>Shares of the coarse cells' flow [B, C, s*H, s*W]; null for networks that do not give them.</summary>
    public Tensor? Density { get; init; }
}
