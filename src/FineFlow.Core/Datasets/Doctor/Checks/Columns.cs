namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Columns of external factors.</summary>
internal static class Columns
{
    /// <summary>Returns all values of a column.</summary>
    public static float[] Of(SplitParts split, int column) =>
        [.. Enumerable.Range(0, split.External!.Samples).Select(sample => split.External.Row(sample)[column])];

    /// <summary>Returns the number of bad values of a column and the first of them; null if there is none.</summary>
    public static (int Count, int First, float Value)? Count(SplitParts split, int column, Func<float, bool> isBad)
    {
        var values = Of(split, column);
        var count = values.Count(isBad);
        var first = Array.FindIndex(values, value => isBad(value));
        return count == 0 ? null : (count, first, values[first]);
    }

    public static string Place(int sample, int column) => Invariant($"[sample {sample}, column {column}]");
}
