using FineFlow.Core.Datasets;
using FineFlow.Torch.Networks;

namespace FineFlow.Torch.Benchmarking;

/// <summary>One model, mode and batch size to measure.</summary>
internal sealed class BenchmarkCase
{
    private readonly BenchedModel _model;
    private readonly FlowSplit _maps;

    public BenchmarkCase(BenchedModel model, BenchmarkMode mode, int batch)
    {
        (_model, Mode, _maps) = (model, mode, BenchmarkData.Create(model.Network, batch));
        Times = new RoundTimes(Round);
    }

    public BenchmarkMode Mode { get; }

    public RoundTimes Times { get; }

    /// <summary>Returns the cases of a model. Inference comes first, since training keeps gradients and moments in memory.</summary>
    public static IReadOnlyList<BenchmarkCase> CreateAll(BenchedModel model, BenchmarkOptions options) =>
    [
        .. from mode in options.Modes.Distinct().Order()
           where mode != BenchmarkMode.Train || model.Trains
           from batch in options.Batches.Distinct().Order()
           select new BenchmarkCase(model, mode, batch),
    ];

    public void Round()
    {
        if (Mode == BenchmarkMode.Train)
        {
            _model.Train(_maps);
        }
        else
        {
            _model.Infer(_maps);
        }
    }

    /// <summary>Returns the speeds of the measured rounds.</summary>
    /// <param name="ceiling">The machine's ceiling.</param>
    /// <param name="peak">Peak memory in bytes; null where unknown.</param>
    public SpeedResult Result(Ceiling ceiling, long? peak)
    {
        var multiplyAdds = MultiplyAddCounter.PerSample(_model.Network);
        var speed = Quantiles.From(Times.Seconds.Select(seconds => _maps.Samples / seconds));
        var gflops = 2e-9 * multiplyAdds * (Mode == BenchmarkMode.Train ? CeilingMeter.StepForwards : 1) * speed.Median;
        return new(
            _model.Name, Mode, _model.Precision, _maps.Samples, Mode == BenchmarkMode.Train ? _model.MicroBatch : null,
            Times.Seconds.Count, speed, Mode == BenchmarkMode.Infer && _maps.Samples == 1 ? Latency.From(Times.Seconds) : null,
            multiplyAdds, gflops, gflops / ceiling.Gflops(_model.Precision), peak);
    }
}
