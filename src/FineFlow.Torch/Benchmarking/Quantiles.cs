namespace FineFlow.Torch.Benchmarking;

/// <summary>The middle of measured values and how far they spread: eight of ten lie between the tenths.</summary>
/// <param name="P10">A tenth of the values is below.</param>
/// <param name="Median">Half of the values is below.</param>
/// <param name="P90">A tenth of the values is above.</param>
public sealed record Quantiles(double P10, double Median, double P90)
{
    /// <summary>The quantiles of one or more values.</summary>
    public static Quantiles From(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new(At(sorted, 0.1), At(sorted, 0.5), At(sorted, 0.9));
    }

    /// <summary>Between two values it interpolates.</summary>
    internal static double At(IReadOnlyList<double> sorted, double share)
    {
        var position = share * (sorted.Count - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
