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

    /// <summary>How the units of a coarse cell are spread, for networks that say how sure they are; null for others.</summary>
    public ShareTensors? Distribution { get; init; }

    /// <summary>The distributions that training improves, one a member of an ensemble; none for networks without distributions.</summary>
    public IReadOnlyList<ShareTensors> Members { get; init; } = [];
}

/// <summary>
/// A Dirichlet-multinomial distribution of each coarse cell's units over its fine cells (docs/models/dmn.md).
/// </summary>
/// <param name="LogShares">Logarithms of the expected shares [B, C, N*H, N*W]; a block's shares add up to 1.</param>
/// <param name="Concentration">How sure the shares are, alpha [B, C, H, W]: the larger, the nearer to a multinomial.</param>
/// <param name="Expected">Expected coarse counts mu [B, C, H, W], which stand for counts that are missing.</param>
public sealed record ShareTensors(Tensor LogShares, Tensor Concentration, Tensor Expected)
{
    /// <summary>How much neighbouring blocks have in common in random maps, 0 .. 1.</summary>
    public double Following { get; init; }

    /// <summary>1 where training hid the coarse count from the network, [B, C, H, W]; null where nothing was hidden.</summary>
    public Tensor? Hidden { get; init; }
}
