using FineFlow.Engine.Registry;

namespace FineFlow.Engine.Inference;

/// <summary>Limits of the engine. One unit of work is one map of the size that the model was trained on; a larger map is several.</summary>
public sealed record EngineOptions
{
    /// <summary>Units of the largest map.</summary>
    public const int LargestMap = 16;

    /// <summary>
    /// Units that are inferred at once, at most; null: as many as take hardly longer than one, see <see cref="Throughput"/>.
    /// </summary>
    public int? MaxBatch { get; init; }

    /// <summary>Whether to refuse maps that are unlike those that the model was trained on, instead of answering with a warning.</summary>
    public bool Strict { get; init; }

    /// <summary>Units that may wait, at most.</summary>
    public int Queue { get; init; } = 256;

    /// <summary>
    /// How much work may wait in a burst. An engine that has had no pause for so long, or has refused a request, is overloaded. A long
    /// queue would then only delay every answer: until half a second has passed without a refusal, no more than the next batch may wait.
    /// </summary>
    public TimeSpan Burst { get; init; } = TimeSpan.FromSeconds(0.1);
}
