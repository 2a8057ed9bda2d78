namespace FineFlow.Core.Drift;

/// <summary>
/// The population stability index (PSI) of two distributions over the same bins: the sum of (p - q) ln(p / q), which is the symmetric
/// divergence of Jeffreys (1946). Of credit scoring is the custom to call 0.1 a shift to look at and 0.25 a large one.
/// </summary>
internal static class StabilityIndex
{
    /// <summary>Returns the index; 0 where all are in one bin.</summary>
    /// <param name="now">What is in each bin now, in counts.</param>
    /// <param name="then">What was in each bin at training, in counts.</param>
    public static double Of(IReadOnlyList<double> now, IReadOnlyList<double> then) => Parts(now, then).Sum(part => part.Index);

    /// <summary>
    /// Returns the two shares of each bin and its part of the index. Half a count is added to each bin of training; as much is added to
    /// those of now, spread as in training, so that few counts look like training and not like an empty city.
    /// </summary>
    public static IReadOnlyList<BinShift> Parts(IReadOnlyList<double> now, IReadOnlyList<double> then)
    {
        const double half = 0.5;
        var added = half * now.Count;
        var (all, before) = (now.Sum() + added, then.Sum() + added);
        return
        [
            .. now.Zip(then, (count, earlier) =>
            {
                var q = (Math.Max(0, earlier) + half) / before;
                var p = (Math.Max(0, count) + (added * q)) / all;
                return new BinShift(q, p, (p - q) * Math.Log(p / q));
            }),
        ];
    }
}

/// <summary>One bin of two distributions.</summary>
/// <param name="Then">Its share at training.</param>
/// <param name="Now">Its share now.</param>
/// <param name="Index">Its part of the index.</param>
internal readonly record struct BinShift(double Then, double Now, double Index);
