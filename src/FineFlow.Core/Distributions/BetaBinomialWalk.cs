using System.Runtime.Intrinsics;

namespace FineFlow.Core.Distributions;

/// <summary>
/// The beta-binomial distribution of one cell's count, seen from one count from which one walks up and down. Probabilities follow by their
/// ratios from the mean, where they do not underflow, and are divided by their sum: no gamma function is needed.
/// </summary>
internal struct BetaBinomialWalk
{
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

    /// <summary>Begins at the mean, rounded down, in each cell of a block.</summary>
    /// <param name="walks">Receives a walk for each cell.</param>
    /// <param name="shares">The cells' shares p of their block, each 0 .. 1.</param>
    /// <param name="concentration">alpha of the block: the parameters of a cell are alpha p and alpha (1 - p).</param>
    /// <param name="units">The block's count x.</param>
    /// <param name="isRelative">Counts j are weighted with 1 / max(j, 1), as in MAPE; false: all weights are 1.</param>
    public static void Begin(
        Span<BetaBinomialWalk> walks, ReadOnlySpan<double> shares, double concentration, int units, bool isRelative = false)
    {
        for (var cell = 0; cell < walks.Length; cell++)
        {
            walks[cell] = new()
            {
                _first = concentration * shares[cell],
                _second = concentration * (1 - shares[cell]),
                _units = units,
                _isRelative = isRelative,
                Count = (int)(units * shares[cell]),
            };
        }

        for (var start = 0; start < walks.Length; start += BetaBinomialTails.Lanes)
        {
            BeginFew(walks.Slice(start, Math.Min(BetaBinomialTails.Lanes, walks.Length - start)));
        }
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

    /// <summary>Goes to where one more unit gains at most a price, and the last one at least that.</summary>
    public void MoveToPrice(double price)
    {
        while (Count < _units && Gain > price)
        {
            MoveUp();
        }

        while (LastGain < price)
        {
            MoveDown();
        }
    }

    /// <summary>Returns f(k + 1) / f(k), as in <see cref="BetaBinomialTails"/>.</summary>
    private static double Ratio(double first, double second, double units, double count) =>
        (units - count) * (first + count) / ((count + 1) * (second + (units - count - 1)));

    private readonly double Weight(int count) => _isRelative && count > 1 ? 1.0 / count : 1;

    /// <summary>Divides by the sums of both sides, a cell a lane.</summary>
    private static void BeginFew(Span<BetaBinomialWalk> walks)
    {
        Span<double> first = stackalloc double[BetaBinomialTails.Lanes];
        Span<double> second = stackalloc double[BetaBinomialTails.Lanes];
        Span<double> counts = stackalloc double[BetaBinomialTails.Lanes];
        for (var lane = 0; lane < walks.Length; lane++)
        {
            (first[lane], second[lane], counts[lane]) = (walks[lane]._first, walks[lane]._second, walks[lane].Count);
        }

        var tails = new BetaBinomialTails(walks[0]._units, walks[0]._isRelative);
        var (a, b, k) = (Vector256.Create<double>(first), Vector256.Create<double>(second), Vector256.Create<double>(counts));
        var (massBelow, weightedBelow) = tails.Below(a, b, k);
        var (massAbove, weightedAbove) = tails.Above(a, b, k);
        for (var lane = 0; lane < walks.Length; lane++)
        {
            ref var walk = ref walks[lane];
            walk.Mass = 1 / (massBelow[lane] + 1 + massAbove[lane]);
            walk.Sum = (weightedBelow[lane] + walk.Weight(walk.Count)) * walk.Mass;
            walk.Total = walk.Sum + weightedAbove[lane] * walk.Mass;
        }
    }
}
