namespace FineFlow.Core.Distributions;

/// <summary>
/// The central 90 % interval of a count by the randomised probability integral transform: u = F(y - 1) + U f(y) with U uniform. Counts are
/// discrete, so that closed intervals of whole counts cover more than they say.
/// </summary>
internal static class CentralInterval
{
    /// <summary>The share of true counts that the interval should cover.</summary>
    public const double Level = 0.90;

    private const double Low = (1 - Level) / 2;
    private const double High = 1 - Low;

    /// <summary>Returns the probability that u of a true count lies in the interval: a mean over all U, free of chance.</summary>
    /// <param name="walk">The count's distribution; is moved to the true count.</param>
    /// <param name="truth">The true count; counts beyond the block's own are not covered.</param>
    /// <param name="units">The block's count.</param>
    public static double Covered(ref BetaBinomialWalk walk, int truth, int units)
    {
        if (truth > units)
        {
            return 0;
        }

        walk.MoveTo(truth);
        var (from, to) = (walk.Sum - walk.Mass, walk.Sum);
        return walk.Mass > 0 ? Covered(from, to) : to is > Low and < High ? 1 : 0;
    }

    /// <summary>Returns the probability that a number between two others, all alike likely, lies in the interval.</summary>
    /// <param name="from">The smaller one, F(y - 1).</param>
    /// <param name="to">The larger one, F(y).</param>
    public static double Covered(double from, double to) =>
        Math.Clamp((Math.Min(to, High) - Math.Max(from, Low)) / (to - from), 0, 1);
}
