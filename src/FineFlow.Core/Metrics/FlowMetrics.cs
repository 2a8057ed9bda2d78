using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineFlow.Core.Metrics;

/// <summary>The metrics of inferred fine flow over all cells of some samples, in flow units.</summary>
[JsonConverter(typeof(FlowMetricsConverter))]
public sealed class FlowMetrics : IEquatable<FlowMetrics>
{
    private readonly Dictionary<FlowMetric, double> _values;

    /// <param name="samples">Number of time slots.</param>
    /// <param name="values">The values; a metric that is not among them is unknown.</param>
    public FlowMetrics(long samples, params IEnumerable<(FlowMetric Metric, double Value)> values)
    {
        Samples = samples;
        _values = values.Where(pair => !double.IsNaN(pair.Value)).ToDictionary(pair => pair.Metric, pair => pair.Value);
    }

    /// <summary>Computes the metrics from sums over cells.</summary>
    internal FlowMetrics(long samples, CellSums sums)
        : this(samples, MetricCatalog.All.Select(metric => (metric, metric.Value(sums))))
    {
    }

    /// <summary>Number of time slots.</summary>
    public long Samples { get; }

    /// <summary>The value of a metric; NaN where it is not defined, or where an older version wrote the file without it.</summary>
    public double this[FlowMetric metric] => _values.GetValueOrDefault(metric, double.NaN);

    /// <summary>Returns the metrics in one line: "mse 33.908, mae 5.82". Unknown ones are left out.</summary>
    /// <param name="separator">Text between two metrics.</param>
    public string Text(string separator = ", ") =>
        string.Join(separator, MetricCatalog.All.Where(_values.ContainsKey).Select(metric => $"{metric.Key} {metric.Text(this[metric])}"));

    /// <inheritdoc/>
    public bool Equals(FlowMetrics? other) =>
        other is not null && Samples == other.Samples && MetricCatalog.All.All(metric => this[metric].Equals(other[metric]));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FlowMetrics);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Samples, this[MetricCatalog.Mse]);

    /// <summary>Returns the metrics in one line.</summary>
    public override string ToString() => Text();
}

/// <summary>Metrics as a JSON object: the number of samples, and each metric by its key. Values that are not finite are null.</summary>
internal sealed class FlowMetricsConverter : JsonConverter<FlowMetrics>
{
    private const string Samples = "samples";

    public override FlowMetrics Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var numbers = MetricJson.ReadNumbers(ref reader);
        return numbers.TryGetValue(Samples, out var samples)
            ? new((long)samples, MetricCatalog.All.Select(metric => (metric, numbers.GetValueOrDefault(metric.Key, double.NaN))))
            : throw new JsonException($"'{Samples}' is missing");
    }

    public override void Write(Utf8JsonWriter writer, FlowMetrics value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber(Samples, value.Samples);
        foreach (var metric in MetricCatalog.All)
        {
            if (double.IsFinite(value[metric]))
            {
                writer.WriteNumber(metric.Key, value[metric]);
            }
            else
            {
                writer.WriteNull(metric.Key);
            }
        }

        writer.WriteEndObject();
    }
}
