namespace FineFlow.Torch.Networks;

/// <summary>What an output holds; each kind holds what those before it do.</summary>
public enum OutputKind
{
    /// <summary>Fine maps.</summary>
    Maps,

    /// <summary>Shares of the coarse cells at every stage (<see cref="FlowStage.Density"/>).</summary>
    Densities,

    /// <summary>Distributions of the coarse cells' units (<see cref="FlowStage.Distribution"/>).</summary>
    Distributions,
}
