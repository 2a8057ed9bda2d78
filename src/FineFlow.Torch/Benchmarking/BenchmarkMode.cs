namespace FineFlow.Torch.Benchmarking;

/// <summary>The work that a benchmark times.</summary>
internal enum BenchmarkMode
{
    /// <summary>Inference: from arrays to fine maps, as <c>predict</c> does it.</summary>
    Infer,

    /// <summary>Training: whole optimizer steps with the model's own loss, as <c>train</c> takes them.</summary>
    Train,
}
