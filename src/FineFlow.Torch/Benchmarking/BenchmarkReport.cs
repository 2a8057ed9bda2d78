using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Benchmarking;

/// <summary>Results of a benchmark.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Threads">Threads of the tensor work.</param>
/// <param name="Device">The device that computed (<see cref="Devices"/>).</param>
/// <param name="SecondsToFirstPrediction">Seconds from the start of the process to the first model's first prediction.</param>
/// <param name="Ceiling">The machine's fastest matrix products and convolutions.</param>
/// <param name="Results">Speeds by model, mode and batch.</param>
/// <param name="Profiles">Times by layer for each batch; empty unless requested.</param>
internal sealed record BenchmarkReport(
    MachineReport Machine,
    int Threads,
    string Device,
    double SecondsToFirstPrediction,
    Ceiling Ceiling,
    IReadOnlyList<SpeedResult> Results,
    IReadOnlyList<ModelProfile> Profiles);

/// <summary>Speed and memory of one model, mode and batch size.</summary>
/// <param name="Model">The catalog's name.</param>
/// <param name="Mode">Inference or training steps.</param>
/// <param name="Precision">Precision of convolutions and matrix products.</param>
/// <param name="Batch">Samples of a round.</param>
/// <param name="MicroBatch">Samples of a micro-batch of a training step; null for whole steps and for inference.</param>
/// <param name="Rounds">Rounds measured.</param>
/// <param name="SamplesPerSecond">Samples per second over the rounds.</param>
/// <param name="Latency">Times of single predictions; null for training and larger batches.</param>
/// <param name="MultiplyAdds">Multiply-adds of one sample's forward pass.</param>
/// <param name="Gflops">
/// 10^9 operations per second at the median speed. A multiply-add is two operations; a training step counts as three forward passes.
/// </param>
/// <param name="OfCeiling">
/// <paramref name="Gflops"/> over the machine's ceiling in this precision; null where that was not measured.
/// </param>
/// <param name="PeakMemoryBytes">
/// Peak main memory of the process with this model alone, measured in separate rounds; null where unknown. GPU memory is not included.
/// </param>
internal sealed record SpeedResult(
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
/// <param name="P50Milliseconds">Median in milliseconds.</param>
/// <param name="P99Milliseconds">99th percentile in milliseconds; close to the longest time where there are few rounds.</param>
internal sealed record Latency(double P50Milliseconds, double P99Milliseconds)
{
    internal static Latency From(IEnumerable<double> seconds)
    {
        var sorted = seconds.Order().ToArray();
        return new(1000 * Quantiles.At(sorted, 0.5), 1000 * Quantiles.At(sorted, 0.99));
    }
}
