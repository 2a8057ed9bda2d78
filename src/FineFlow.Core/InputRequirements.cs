namespace FineFlow.Core;

/// <summary>Requirements of a model on its inputs.</summary>
/// <param name="Model">The model's name, for messages.</param>
/// <param name="Channels">Flow channels of the coarse maps.</param>
public sealed record InputRequirements(string Model, int Channels)
{
    /// <summary>Rows and columns of the coarse maps, where the model's weights belong to the places of one map; null: any.</summary>
    public (int Rows, int Columns)? MapSize { get; init; }

    /// <summary>Whether external factors are needed.</summary>
    public bool External { get; init; }

    /// <summary>The columns that external factors must have where the model reads them; null: it does not.</summary>
    public ExternalSchema? Columns { get; init; }

    /// <summary>Whether the times of the slots are needed.</summary>
    public bool Time { get; init; }

    /// <summary>Earlier coarse maps that are needed with each sample.</summary>
    public int History { get; init; }

    /// <summary>Whether coarse cells may be missing.</summary>
    public bool AdmitsMissing { get; init; }
}
