namespace FineFlow.Torch.Benchmarking;

/// <summary>What a benchmark lets a model do.</summary>
public enum BenchmarkMode
{
    /// <summary>Arrays to fine maps, as <c>predict</c> does it.</summary>
    Infer,

    /// <summary>Whole optimizer steps with the model's own loss, as <c>train</c> takes them.</summary>
    Train,
}
