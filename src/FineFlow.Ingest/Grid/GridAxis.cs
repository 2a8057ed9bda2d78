using System.Globalization;
using System.Numerics;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// One direction of a grid: cells of equal size, each with its lower edge and without its upper one. Which cell a number lies in is decided
/// exactly, as its decimal and those of the two ends say; the binary fractions that stand for them in a double play no part.
/// </summary>
internal sealed class GridAxis
{
    // More than the 17 digits of a double, so that the double next to an edge is found at once.
    private const int SpareDigits = 40;

    // The first double of every cell, and the first beyond the last cell.
    private readonly double[] _firsts;
    private readonly double _low, _cellsPerUnit;

    /// <param name="low">Lower end, which belongs to the first cell.</param>
    /// <param name="high">Upper end, above the lower one.</param>
    /// <param name="cells">Number of cells.</param>
    /// <param name="isClosed">Whether the upper end belongs to the last cell; it lies beyond it otherwise.</param>
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

    /// <summary>The cell of a number; <see cref="CellGrid.Outside"/> where there is none.</summary>
    public int Find(double number)
    {
        var firsts = _firsts;

        // Not(>=) catches NaN too.
        if (!(number >= firsts[0]) || number >= firsts[^1])
        {
            return CellGrid.Outside;
        }

        // The division is off by one near an edge.
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

    /// <summary>The first double whose decimal is not below a fraction.</summary>
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
