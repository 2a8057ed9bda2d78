using System.Globalization;
using System.Numerics;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// One axis of a grid: cells of equal size that include their lower and exclude their upper edge. The cell of a number is determined
/// exactly from its decimal and those of the two ends, not from their binary approximations.
/// </summary>
internal sealed class GridAxis
{
    // More than the 17 digits of a double, so that the double next to an edge is found directly.
    private const int SpareDigits = 40;

    // The first double of each cell, and the first beyond the last cell.
    private readonly double[] _firsts;
    private readonly double _low, _cellsPerUnit;

    /// <param name="low">Lower end, which belongs to the first cell.</param>
    /// <param name="high">Upper end, above the lower one.</param>
    /// <param name="cells">Number of cells.</param>
    /// <param name="isClosed">Whether the upper end belongs to the last cell.</param>
    public GridAxis(double low, double high, int cells, bool isClosed)
    {
        var (first, last) = (ExactDecimal.Of(low), ExactDecimal.Of(high));
        var places = Math.Max(0, -Math.Min(first.Exponent, last.Exponent));
        var (lowUnits, span) = (first.Units(places), last.Units(places) - first.Units(places));
        var denominator = cells * BigInteger.Pow(10, places);
        var edges = Enumerable.Range(0, cells + 1).Select(cell => cells * lowUnits + cell * span);
        _firsts = [.. edges.Select(edge => FirstNotBelow(edge, denominator, places + SpareDigits))];
        if (isClosed)
        {
            _firsts[cells] = Math.BitIncrement(high);
        }

        (_low, _cellsPerUnit) = (low, cells / (high - low));
    }

    /// <summary>Returns the cell of a number; <see cref="CellGrid.Outside"/> outside of the axis.</summary>
    public int Find(double number)
    {
        var firsts = _firsts;

        // The negation of >= covers NaN too.
        if (!(number >= firsts[0]) || number >= firsts[^1])
        {
            return CellGrid.Outside;
        }

        // Near an edge the division may be off by one.
        var cell = Math.Clamp((int)((number - _low) * _cellsPerUnit), 0, firsts.Length - 2);
        while (number < firsts[cell])
        {
            cell--;
        }

        while (number >= firsts[cell + 1])
        {
            cell++;
        }

        return cell;
    }

    /// <summary>Returns the first double whose decimal is not below a fraction.</summary>
    private static double FirstNotBelow(BigInteger numerator, BigInteger denominator, int places)
    {
        var digits = numerator * BigInteger.Pow(10, places) / denominator;
        var number = double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}E-{places}"), CultureInfo.InvariantCulture);
        while (ExactDecimal.Of(number).CompareTo(numerator, denominator) >= 0)
        {
            number = Math.BitDecrement(number);
        }

        while (ExactDecimal.Of(number).CompareTo(numerator, denominator) < 0)
        {
            number = Math.BitIncrement(number);
        }

        return number;
    }
}
