using System.Globalization;
using System.Numerics;

namespace FineFlow.Ingest.Grid;

/// <summary>
/// A decimal number, Digits x 10^Exponent. A double is converted to the shortest decimal that reads as that double: the original text, if
/// that has at most 15 digits.
/// </summary>
internal readonly record struct ExactDecimal(BigInteger Digits, int Exponent)
{
    public static ExactDecimal Of(double number)
    {
        // "R" in .NET is the shortest text that gives the same double again, such as -74.05 or 1E-07.
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var (digits, exponent) = text.IndexOf('E', StringComparison.Ordinal) is >= 0 and var e
            ? (text[..e], int.Parse(text[(e + 1)..], CultureInfo.InvariantCulture))
            : (text, 0);
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        return point < 0
            ? new(BigInteger.Parse(digits, CultureInfo.InvariantCulture), exponent)
            : new(BigInteger.Parse(digits.Remove(point, 1), CultureInfo.InvariantCulture), exponent - (digits.Length - point - 1));
    }

    /// <summary>Returns the number in units of 10^-<paramref name="places"/>.</summary>
    /// <param name="places">At least the number's decimal places.</param>
    public BigInteger Units(int places) => Digits * BigInteger.Pow(10, Exponent + places);

    /// <summary>Returns the largest whole number not above <paramref name="factor"/> times this number.</summary>
    public BigInteger FloorOfTimes(int factor)
    {
        if (Exponent >= 0)
        {
            return Units(0) * factor;
        }

        var (quotient, remainder) = BigInteger.DivRem(Digits * factor, BigInteger.Pow(10, -Exponent));
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Compares the number with a fraction.</summary>
    /// <param name="numerator">The fraction's numerator.</param>
    /// <param name="denominator">The fraction's denominator, above 0.</param>
    public int CompareTo(BigInteger numerator, BigInteger denominator) => Exponent >= 0
        ? (Units(0) * denominator).CompareTo(numerator)
        : (Digits * denominator).CompareTo(numerator * BigInteger.Pow(10, -Exponent));
}
