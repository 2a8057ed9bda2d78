using System.Runtime.Intrinsics;

namespace FineFlow.Core.Distributions;

/// <summary>
/// Sums of beta-binomial probabilities f(j) on one side of a count k, in units of f(k), for four cells of a block at once. A tail is cut
/// where what is left does not show.
/// </summary>
/// <param name="units">The block's count x.</param>
/// <param name="isRelative">Counts j are weighted with 1 / max(j, 1); false: all weights are 1.</param>
internal readonly struct BetaBinomialTails(double units, bool isRelative)
{
    /// <summary>Cells that are summed at once.</summary>
    public const int Lanes = 4;

    // What a tail may leave out, in relation to the rest of it.
    private const double Negligible = 1e-17;

    /// <summary>Returns the sums of f(j) and of w_j f(j) over j above k.</summary>
    /// <param name="first">alpha p of each cell.</param>
    /// <param name="second">alpha (1 - p) of each cell.</param>
    /// <param name="count">k of each cell.</param>
    public (Vector256<double> Mass, Vector256<double> Weighted) Above(
        Vector256<double> first, Vector256<double> second, Vector256<double> count) => Sum(first, second, count, isDown: false);

    /// <summary>Returns the same over j below k: the rest of the block takes the cell's role, and has x - k units.</summary>
    /// <inheritdoc cref="Above"/>
    public (Vector256<double> Mass, Vector256<double> Weighted) Below(
        Vector256<double> first, Vector256<double> second, Vector256<double> count) =>
        Sum(second, first, Vector256.Create(units) - count, isDown: true);

    private (Vector256<double> Mass, Vector256<double> Weighted) Sum(
        Vector256<double> first, Vector256<double> second, Vector256<double> count, bool isDown)
    {
        var (zero, one) = (Vector256<double>.Zero, Vector256<double>.One);
        var (term, mass, weighted) = (one, zero, zero);
        for (var left = Vector256.Create(units) - count; Vector256.GreaterThanAny(left, zero); left -= one)
        {
            if (Vector256.LessThanOrEqualAll(term, Negligible * weighted) && IsNegligible(first, second, count, left, term, weighted))
            {
                break;
            }

            // f(k + 1) / f(k) = (x - k) (a + k) / ((k + 1) (b + x - k - 1)); the whole numbers first, or a small b loses its digits.
            var ratio = left * (first + count) / ((count + one) * (second + (left - one)));
            term = Vector256.ConditionalSelect(Vector256.GreaterThan(left, zero), term * ratio, zero);
            count += one;
            mass += term;
            weighted += isRelative ? term / Vector256.Max(isDown ? left - one : count, one) : term;
        }

        return (mass, weighted);
    }

    /// <summary>
    /// Returns whether all further terms sum to a negligible part, in all cells. Their ratios are at most the bound: (a + k) / (k + 1)
    /// tends to 1, and (x - k) / (b + x - k - 1) falls where b is at least 1. Otherwise the terms may rise again.
    /// </summary>
    private static bool IsNegligible(
        Vector256<double> first,
        Vector256<double> second,
        Vector256<double> count,
        Vector256<double> left,
        Vector256<double> term,
        Vector256<double> weighted)
    {
        var one = Vector256<double>.One;
        var bound = Vector256.Max(one, (first + count) / (count + one)) * left / (second + (left - one));
        var isCut = Vector256.GreaterThanOrEqual(second, one)
            & Vector256.LessThan(bound, one)
            & Vector256.LessThanOrEqual(term * bound, Negligible * weighted * (one - bound));
        return Vector256.EqualsAll(isCut | Vector256.Equals(term, Vector256<double>.Zero), Vector256<double>.AllBitsSet);
    }
}
