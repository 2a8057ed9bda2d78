namespace FineFlow.Serving.Engine;

/// <summary>Limits of the engine. One unit of work is one map of the size that the model was trained on; a larger map is several.</summary>
public sealed record EngineOptions
{
    /// <summary>Units that are inferred at once, at most.</summary>
    public int MaxBatch { get; init; } = 8;

    /// <summary>Units that may wait, at most; what would be more is refused.</summary>
    public int Queue { get; init; } = 64;
}
