using FineFlow.Core.Tables;

namespace FineFlow.Experiments.Results;

/// <summary>A number over several seeds.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its sample standard deviation; null for one seed.</param>
/// <param name="Count">Number of seeds.</param>
public sealed record Spread(double Mean, double? Deviation, int Count)
{
    /// <summary>The mean and, of several, the deviation, as tables show a metric.</summary>
    internal string Text => NumberText.Error(Mean, Deviation);

    /// <summary>Mean and deviation of at least one value.</summary>
    public static Spread Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(values.Count);
        var mean = values.Average();
        return new(
            mean,
            values.Count == 1 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)),
            values.Count);
    }
}
