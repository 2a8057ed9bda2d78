using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Torch.Inference;

namespace FineFlow.Engine.Registry;

/// <summary>Speed of a model on this machine, measured when it is loaded.</summary>
/// <param name="Batch">Units to infer at once.</param>
/// <param name="UnitTime">Time that one unit of such a batch takes.</param>
internal sealed record Throughput(int Batch, TimeSpan UnitTime)
{
    private const int LargestBatch = 32;
    private const int Rounds = 3;

    /// <summary>
    /// A batch may take at most so many times as long as one map. A request that arrives while a batch is running waits for that batch and
    /// then for its own: under any load, that is three times the time of one map.
    /// </summary>
    private const double Patience = 1.5;

    /// <summary>Measures with copies of a sample.</summary>
    /// <param name="model">The model.</param>
    /// <param name="coarse">A sample of the model's own size, [1, C, H, W].</param>
    /// <param name="external">Its external factors.</param>
    /// <param name="maxBatch">The batch where the operator has chosen it; null: the largest that stays below the limit of time.</param>
    internal static Throughput Measure(FlowModel model, FlowMaps coarse, ExternalFactors external, int? maxBatch)
    {
        var one = new FlowInputs(coarse, external);
        TimeSpan Time(int samples) => Fastest(model, one.Gather(new int[samples]));

        if (maxBatch is { } chosen)
        {
            return new(chosen, Time(chosen) / chosen);
        }

        var alone = Time(1);
        var (batch, time) = (1, alone);
        for (var twice = 2; twice <= LargestBatch && Time(twice) is var longer && longer <= alone * Patience; twice *= 2)
        {
            (batch, time) = (twice, longer);
        }

        return new(batch, time / batch);
    }

    private static TimeSpan Fastest(FlowModel model, FlowInputs inputs) => Enumerable.Range(0, Rounds).Min(_ =>
    {
        var started = Stopwatch.GetTimestamp();
        Predictor.Predict(model.Network, inputs, "warm-up", inputs.Samples);
        return Stopwatch.GetElapsedTime(started);
    });
}
