namespace FineFlow.Torch.Networks;

/// <summary>The width of a published network.</summary>
public enum NetworkSize
{
    /// <summary>A quarter of PLGF's published width, for hundreds of training maps.</summary>
    Small,

    /// <summary>Half of PLGF's published width.</summary>
    Medium,

    /// <summary>The published width, made for two or three thousand maps of TaxiBJ.</summary>
    Paper,
}
