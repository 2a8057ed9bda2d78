using System.Text.Json;
using System.Text.Json.Serialization;

namespace FineFlow.Core.Metrics;

/// <summary>Sums of the metrics' terms over some cells, in raw counts. Unlike means, sums can be added.</summary>
[JsonConverter(typeof(CellSumsConverter))]
public sealed class CellSums : IEquatable<CellSums>
{
    /// <summary>No cells.</summary>
    internal static readonly CellSums None = new(0, new double[MetricCatalog.Terms.Count]);

    private readonly double[] _terms;

    /// <param name="cells">Number of cells.</param>
    /// <param name="terms">The sum of each term of <see cref="MetricCatalog.Terms"/>; NaN for one that is not known.</param>
    internal CellSums(long cells, double[] terms) => (Cells, _terms) = (cells, terms);

    /// <summary>Number of cells.</summary>
    public long Cells { get; }

    /// <summary>The sums in the order of <see cref="MetricCatalog.Terms"/>.</summary>
    internal ReadOnlySpan<double> Terms => _terms;

    /// <summary>A metric of these cells; NaN where it is not defined, or needs a sum that an older file does not hold.</summary>
    public double this[FlowMetric metric]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(metric);
            return metric.Value(this);
        }
    }

    /// <summary>The sum of a term.</summary>
    internal double this[CellTerm term]
    {
        get
        {
            var terms = MetricCatalog.Terms;
            for (var index = 0; index < terms.Count; index++)
            {
                if (terms[index] == term)
                {
                    return _terms[index];
                }
            }

            throw new ArgumentException(Invariant($"no metric of the catalog sums '{term.Key}'"), nameof(term));
        }
    }

    /// <summary>Returns the sums over both.</summary>
    public static CellSums operator +(CellSums one, CellSums other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return new(one.Cells + other.Cells, [.. one._terms.Zip(other._terms, (a, b) => a + b)]);
    }

    /// <summary>Returns the mean of each sum over several runs on the same cells.</summary>
    internal static CellSums Mean(IReadOnlyCollection<CellSums> runs) =>
        new(runs.First().Cells, [.. Enumerable.Range(0, MetricCatalog.Terms.Count).Select(term => runs.Average(run => run._terms[term]))]);

    /// <inheritdoc/>
    public bool Equals(CellSums? other) => other is not null && Cells == other.Cells && _terms.AsSpan().SequenceEqual(other._terms);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CellSums);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Cells, _terms[0]);
}

/// <summary>Sums as a JSON object: the number of cells, and each term by its key. Terms that are not known are left out.</summary>
internal sealed class CellSumsConverter : JsonConverter<CellSums>
{
    private const string Cells = "cells";

    public override CellSums Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var numbers = MetricJson.ReadNumbers(ref reader);
        return numbers.TryGetValue(Cells, out var cells)
            ? new((long)cells, [.. MetricCatalog.Terms.Select(term => numbers.GetValueOrDefault(term.Key, double.NaN))])
            : throw new JsonException($"'{Cells}' is missing");
    }

    public override void Write(Utf8JsonWriter writer, CellSums value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber(Cells, value.Cells);
        foreach (var term in MetricCatalog.Terms.Where(term => double.IsFinite(value[term])))
        {
            writer.WriteNumber(term.Key, value[term]);
        }

        writer.WriteEndObject();
    }
}
