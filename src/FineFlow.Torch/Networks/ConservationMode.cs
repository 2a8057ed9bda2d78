namespace FineFlow.Torch.Networks;

/// <summary>How a network's output becomes a map that adds up. The weights are the same in all modes.</summary>
public enum ConservationMode
{
    /// <summary>As published (<see cref="ConservationGuarantee"/>).</summary>
    AsPublished,

    /// <summary>FineFlow's exact recovery in place of a normalisation with an epsilon.</summary>
    Exact,

    /// <summary>The output of an unconstrained network, projected onto maps that add up.</summary>
    Projected,
}
