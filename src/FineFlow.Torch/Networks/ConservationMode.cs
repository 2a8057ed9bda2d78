namespace FineFlow.Torch.Networks;

/// <summary>How a network's output becomes a map that adds up. The weights are the same in all three.</summary>
public enum ConservationMode
{
    /// <summary>As published: exactly, up to an epsilon, or not at all.</summary>
    AsPublished,

    /// <summary>FineFlow's exact recovery in place of a normalisation with an epsilon.</summary>
    Exact,

    /// <summary>The output of a network without any constraint, projected onto maps that add up.</summary>
    Projected,
}
