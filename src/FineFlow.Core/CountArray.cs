namespace FineFlow.Core;

/// <summary>
/// Counts as a file or a request gives them: as float32, in which networks compute, and exactly where float32 makes other counts of them.
/// </summary>
/// <param name="Shape">Size of each axis.</param>
/// <param name="Values">The counts, the last axis running fastest; float32 rounds whole numbers above 2^24.</param>
/// <param name="Exact">The counts as given; null where <paramref name="Values"/> hold all their digits.</param>
internal sealed record CountArray(int[] Shape, float[] Values, double[]? Exact = null)
{
    /// <summary>The largest whole count that is held exactly: 2^53, the last up to which float64 holds every whole number.</summary>
    public const long Largest = 1L << 53;

    /// <summary>Counts that are given in float64.</summary>
    public static CountArray From(int[] shape, double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var single = Array.ConvertAll(values, value => (float)value);
        return new(shape, single, Array.Exists(values, IsChanged) ? values : null);
    }

    /// <summary>
    /// Returns whether a value lies above 2^24, the last up to which float32 holds every whole number, and is not one of those that it
    /// holds.
    /// </summary>
    internal static bool IsBeyondSingle(double value) => Math.Abs(value) > 1 << 24 && (float)value != value;

    /// <summary>
    /// Returns whether float32 makes another count of a value: a whole number of another one, or of a fraction. Other fractions only lose
    /// digits.
    /// </summary>
    internal static bool IsChanged(double value) => (float)value is var rounded && rounded != value && rounded == MathF.Floor(rounded);
}
