namespace FineFlow.Core.Distributions;

/// <summary>
/// The beta-binomial distribution of one cell's count, seen from one count from which one walks up and down. Probabilities follow by their
/// ratios from the mean, where they do not underflow, and are divided by their sum: no gamma function is needed.
/// </summary>
internal struct BetaBinomialWalk
{
    // What a tail may leave out, in relation to the whole.
    private const double Negligible = 1e-17;

    private double _first;
    private double _second;
    private int _units;
    private bool _isRelative;

    /// <summary>The count k at which the walk stands.</summary>
    public int Count { get; private set; }

    /// <summary>The probability f(k).</summary>
    public double Mass { get; private set; }

    /// <summary>The sum of w_j f(j) over j up to k: the distribution function, unless counts are weighted.</summary>
    public double Sum { get; private set; }

    /// <summary>The sum of w_j f(j) over all j.</summary>
    public double Total { get; private set; }

    /// <summary>What one more unit lowers the expected error by: sum over j above k of w_j f(j) - sum over j up to k.</summary>
    public readonly double Gain => Total - 2 * Sum;

    /// <summary>The <see cref="Gain"/> of the last unit; infinite without units.</summary>
    public readonly double LastGain => Count == 0 ? double.PositiveInfinity : Gain + 2 * Weight(Count) * Mass;

    /// <summary>Begins at the mean, rounded down.</summary>
    /// <param name="share">The cell's share p of its block, 0 .. 1.</param>
    /// <param name="concentration">alpha of the block: the parameters are alpha p and alpha (1 - p).</param>
    /// <param name="units">The block's count x.</param>
    /// <param name="isRelative">Counts j are weighted with 1 / max(j, 1), as in MAPE; false: all weights are 1.</param>
    public static BetaBinomialWalk FromMean(double share, double concentration, int units, bool isRelative = false)
    {
        var walk = new BetaBinomialWalk
        {
            _first = concentration * share,
            _second = concentration * (1 - share),
            _units = units,
            _isRelative = isRelative,
            Count = (int)(units * share),
        };
        var (massBelow, weightedBelow) = walk.Tail(isDown: true);
        var (massAbove, weightedAbove) = walk.Tail(isDown: false);
        walk.Mass = 1 / (massBelow + 1 + massAbove);
        walk.Sum = (weightedBelow + walk.Weight(walk.Count)) * walk.Mass;
        walk.Total = walk.Sum + weightedAbove * walk.Mass;
        return walk;
    }

    /// <summary>Goes to k + 1, which is at most x.</summary>
    public void MoveUp()
    {
        Mass *= Ratio(_first, _second, _units, Count);
        Count++;
        Sum += Weight(Count) * Mass;
    }

    /// <summary>Goes to k - 1, which is at least 0.</summary>
    public void MoveDown()
    {
        Sum -= Weight(Count) * Mass;
        Mass *= Ratio(_second, _first, _units, _units - Count);
        Count--;
    }

    /// <summary>Goes to a count in 0 .. x.</summary>
    public void MoveTo(int count)
    {
        while (Count < count)
        {
            MoveUp();
        }

        while (Count > count)
        {
            MoveDown();
        }
    }

    /// <summary>f(k + 1) / f(k); downwards the same with the roles of the cell and of the rest of its block exchanged.</summary>
    private static double Ratio(double first, double second, double units, double count) =>
        (units - count) * (first + count) / ((count + 1) * (second + (units - count - 1)));

    private readonly double Weight(int count) => _isRelative && count > 1 ? 1.0 / count : 1;

    /// <summary>The sums of f(j) and of w_j f(j) on one side of k, in units of f(k).</summary>
    private readonly (double Mass, double Weighted) Tail(bool isDown)
    {
        var (first, second, count) = isDown ? (_second, _first, _units - Count) : (_first, _second, Count);
        var (term, mass, weighted) = (1.0, 0.0, 0.0);
        for (; count < _units; count++)
        {
            if (term <= Negligible * weighted && IsNegligible(first, second, count, term, weighted))
            {
                break;
            }

            term *= Ratio(first, second, _units, count);
            mass += term;
            weighted += Weight(isDown ? _units - count - 1 : count + 1) * term;
        }

        return (mass, weighted);
    }

    /// <summary>
    /// Whether all further terms sum to a negligible part. Their ratios are at most the bound: (a + k) / (k + 1) tends to 1, and
    /// (x - k) / (b + x - k - 1) falls where b is at least 1. Otherwise the terms may rise again.
    /// </summary>
    private readonly bool IsNegligible(double first, double second, double count, double term, double weighted)
    {
        if (term == 0)
        {
            return true;
        }

        var bound = Math.Max(1, (first + count) / (count + 1)) * (_units - count) / (second + (_units - count - 1));
        return second >= 1 && bound < 1 && term * bound <= Negligible * weighted * (1 - bound);
    }
}
