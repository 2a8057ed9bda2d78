using System.Diagnostics;
using System.Diagnostics.Metrics;
using FineFlow.Core.Conservation;

namespace FineFlow.Engine.Metrics;

/// <summary>Metrics of the engine and the registry, for listeners of System.Diagnostics.Metrics.</summary>
internal sealed class EngineMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "FineFlow.Engine";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _compute;
    private readonly Histogram<double> _latency;
    private readonly Histogram<double> _residual;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _loads;

    /// <summary>Makes the instruments.</summary>
    public EngineMetrics()
    {
        _batch = _meter.CreateHistogram(
            "fineflow.batch.size", "{sample}", "Samples inferred at once.", advice: Bounds<int>(1, 2, 4, 8, 16, 32, 64));
        _compute = _meter.CreateHistogram("fineflow.batch.duration", "s", "Time that a batch took.", advice: Seconds);
        _latency = _meter.CreateHistogram(
            "fineflow.sample.duration", "s", "Time from a sample's admission to its answer.", advice: Seconds);
        _residual = _meter.CreateHistogram(
            "fineflow.conservation.residual", "{count}", "Largest difference of a block's sum to its coarse count.",
            advice: Bounds(0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0));
        _refused = _meter.CreateCounter<long>("fineflow.refusals", "{request}", "Requests that the engine did not take.");
        _loads = _meter.CreateCounter<long>("fineflow.model.loads", "{load}", "Bundles that were loaded, or refused.");
    }

    private static InstrumentAdvice<double> Seconds => Bounds(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10);

    /// <summary>Counts a bundle that was loaded, or that was not.</summary>
    public void Loaded(string model, bool succeeded) =>
        _loads.Add(1, new TagList { { "model", model }, { "outcome", succeeded ? "loaded" : "refused" } });

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Watch(Func<int> waiting) =>
        _meter.CreateObservableGauge("fineflow.queue.length", waiting, "{unit}", "Units of work that wait.");

    internal void WatchMemory(Func<long> bytes) =>
        _meter.CreateObservableGauge("fineflow.model.memory", bytes, "By", "Memory of the models that are loaded.");

    /// <summary>Reports measures of drift whenever a listener asks.</summary>
    /// <param name="measures">Returns name and version of a model, the measure and its value.</param>
    internal void WatchDrift(Func<IEnumerable<(string Model, string Version, string Measure, double Value)>> measures) =>
        _meter.CreateObservableGauge(
            "fineflow.drift",
            () => measures().Select(drift => new Measurement<double>(
                drift.Value, new TagList { { "model", drift.Model }, { "version", drift.Version }, { "measure", drift.Measure } })),
            description: "Recent coarse counts against training: population stability indexes of counts, cells and hours, and the level.");

    /// <summary>Counts a batch.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="duration">Time that the batch took.</param>
    /// <param name="latencies">Time from each sample's admission to its answer.</param>
    internal void Inferred(string model, TimeSpan duration, IReadOnlyCollection<TimeSpan> latencies)
    {
        var tag = Tag(model);
        _batch.Record(latencies.Count, tag);
        _compute.Record(duration.TotalSeconds, tag);
        foreach (var latency in latencies)
        {
            _latency.Record(latency.TotalSeconds, tag);
        }
    }

    internal void Answered(string model, ConservationResidual residual) => _residual.Record(residual.Largest, Tag(model));

    internal void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    private static KeyValuePair<string, object?> Tag(string model) => new("model", model);

    private static InstrumentAdvice<T> Bounds<T>(params T[] bounds)
        where T : struct => new() { HistogramBucketBoundaries = bounds };
}
