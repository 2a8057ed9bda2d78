using FineFlow.Core.Tables;

namespace FineFlow.Experiments.Results;

/// <summary>Mean and deviation of a number over several seeds.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its sample standard deviation; null for one seed.</param>
/// <param name="Count">Number of seeds.</param>
internal sealed record Spread(double Mean, double? Deviation, int Count)
{
    /// <summary>The mean, with the deviation for several seeds, as tables show it.</summary>
    internal string Text => NumberText.Error(Mean, Deviation);

    /// <summary>Computes mean and deviation of one or more values.</summary>
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
