using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Benchmarking;

/// <summary>What a benchmark found.</summary>
/// <param name="Machine">Where it ran.</param>
/// <param name="Threads">Threads of the tensor work.</param>
/// <param name="Device">What models and ceiling were computed on (<see cref="Devices"/>).</param>
/// <param name="SecondsToFirstPrediction">From the start of this process to the first prediction of the first model, its making included.</param>
/// <param name="Ceiling">What the machine gives at best.</param>
/// <param name="Results">Model by model.</param>
/// <param name="Profiles">The one model's time layer by layer, for each batch; empty unless asked for.</param>
public sealed record BenchmarkReport(
    MachineReport Machine,
    int Threads,
    string Device,
    double SecondsToFirstPrediction,
    Ceiling Ceiling,
    IReadOnlyList<SpeedResult> Results,
    IReadOnlyList<ModelProfile> Profiles);

/// <summary>How fast a model does something.</summary>
/// <param name="Model">The catalog's name.</param>
/// <param name="Mode">Inference, or whole training steps.</param>
/// <param name="Precision">The numbers that convolutions and products are computed in.</param>
/// <param name="Batch">Samples of a round.</param>
/// <param name="MicroBatch">Samples that a training step takes through the network at once; null: all of them, and for inference.</param>
/// <param name="Rounds">Rounds measured.</param>
/// <param name="SamplesPerSecond">Samples a second, round by round.</param>
/// <param name="Latency">Times of single predictions; null for training and larger batches.</param>
/// <param name="MultiplyAdds">Multiply-adds of one sample's forward pass.</param>
/// <param name="Gflops">Two operations a multiply-add, at the median speed; a training step counts as three forward passes.</param>
/// <param name="OfCeiling"><paramref name="Gflops"/> as a share of the machine's ceiling in the same numbers; null where that was not measured.</param>
/// <param name="PeakMemoryBytes">Most main memory (not that of a GPU) of the whole process with this model alone, measured in rounds of their own; null where not known.</param>
public sealed record SpeedResult(
    string Model,
    BenchmarkMode Mode,
    ComputePrecision Precision,
    int Batch,
    int? MicroBatch,
    int Rounds,
    Quantiles SamplesPerSecond,
    Latency? Latency,
    long MultiplyAdds,
    double Gflops,
    double? OfCeiling,
    long? PeakMemoryBytes);

/// <summary>Times of single predictions.</summary>
/// <param name="P50Milliseconds">Half take longer.</param>
/// <param name="P99Milliseconds">One of a hundred takes longer; with fewer rounds it is near the longest.</param>
public sealed record Latency(double P50Milliseconds, double P99Milliseconds)
{
    internal static Latency From(IEnumerable<double> seconds)
    {
        var sorted = seconds.Order().ToArray();
        return new(1000 * Quantiles.At(sorted, 0.5), 1000 * Quantiles.At(sorted, 0.99));
    }
}
