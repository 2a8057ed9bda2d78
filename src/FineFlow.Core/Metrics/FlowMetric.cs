using System.Globalization;

namespace FineFlow.Core.Metrics;

/// <summary>
/// A metric of inferred fine flow: its names, its unit and its direction, the sums over cells that it needs, and its value from these sums.
/// Sums are additive and are taken over a stream, by sample, by class of flow, by hour and by day. Everything that shows metrics walks
/// <see cref="MetricCatalog.All"/>.
/// </summary>
public abstract class FlowMetric
{
    private protected FlowMetric()
    {
    }

    /// <summary>Its name in JSON and CSV: "mse".</summary>
    public abstract string Key { get; }

    /// <summary>Its short name in tables: "MSE".</summary>
    public abstract string Title { get; }

    /// <summary>Its name in words: "mean squared error".</summary>
    public abstract string Name { get; }

    /// <summary>Unit of its values.</summary>
    public abstract MetricUnit Unit { get; }

    /// <summary>Whether smaller or larger values are better.</summary>
    public virtual MetricDirection Direction => MetricDirection.LowerIsBetter;

    /// <summary>Significant digits of its values in tables.</summary>
    public virtual int Digits => 4;

    /// <summary>The terms that it sums over cells.</summary>
    internal abstract IReadOnlyList<CellTerm> Terms { get; }

    /// <summary>Its value from summed terms; NaN where it is not defined or a sum is not known.</summary>
    internal abstract double Value(CellSums sums);

    /// <summary>Returns the change of its value between two models on the same cells.</summary>
    /// <param name="first">The first model's sums.</param>
    /// <param name="change">The second model's sums minus the first's, with no cells more.</param>
    internal virtual double Difference(CellSums first, CellSums change) => Value(first + change) - Value(first);

    /// <summary>Returns whether one value is better than another.</summary>
    public bool IsBetter(double value, double other) => Direction == MetricDirection.LowerIsBetter ? value < other : value > other;

    /// <summary>Formats a value in the invariant culture; "n/a" for NaN.</summary>
    public string Text(double value) => double.IsNaN(value) ? "n/a" : value.ToString($"G{Digits}", CultureInfo.InvariantCulture);

    /// <summary>Returns the metric's key.</summary>
    public override string ToString() => Key;
}

/// <summary>Units of metrics.</summary>
public enum MetricUnit
{
    /// <summary>Counts per cell and slot.</summary>
    Counts,

    /// <summary>Their square.</summary>
    SquaredCounts,

    /// <summary>A fraction of the true flow.</summary>
    ShareOfFlow,
}

/// <summary>Which values of a metric are better.</summary>
public enum MetricDirection
{
    /// <summary>Smaller values are better, as for errors.</summary>
    LowerIsBetter,

    /// <summary>Larger values are better, as for explained variance.</summary>
    HigherIsBetter,
}
