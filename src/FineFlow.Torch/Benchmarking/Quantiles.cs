namespace FineFlow.Torch.Benchmarking;

/// <summary>Median and spread of measured values: 80 % lie between <paramref name="P10"/> and <paramref name="P90"/>.</summary>
/// <param name="P10">The 10th percentile.</param>
/// <param name="Median">The median.</param>
/// <param name="P90">The 90th percentile.</param>
internal sealed record Quantiles(double P10, double Median, double P90)
{
    /// <summary>Computes the quantiles of one or more values.</summary>
    public static Quantiles From(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new(At(sorted, 0.1), At(sorted, 0.5), At(sorted, 0.9));
    }

    /// <summary>Returns a quantile of sorted values, with linear interpolation.</summary>
    internal static double At(IReadOnlyList<double> sorted, double share)
    {
        var position = share * (sorted.Count - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
