using System.Globalization;

namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Day, hour and weather, which choose rows of tables: out of range, not whole, or one row too low.</summary>
internal static class CategoryCheck
{
    private const string Name = "externals";

    public static IEnumerable<Finding> Find(Patient patient) =>
        from split in patient.Splits
        where split.External is not null
        from category in SplitValues.Categories
        from finding in Find(split, category.Column, category.Name, category.Largest, IsKnown(patient, category.Column))
        select finding;

    /// <summary>Whether the manifest does not name the column as one of which nothing is known.</summary>
    private static bool IsKnown(Patient patient, int column) =>
        patient.Manifest.Externals?.ElementAtOrDefault(column)?.EndsWith(DatasetManifest.NotKnown, StringComparison.Ordinal) != true;

    private static IEnumerable<Finding> Find(SplitParts split, int column, string what, int largest, bool known)
    {
        if (Columns.Count(split, column, value => float.IsFinite(value) && !(value >= 0 && value < largest + 1)) is { } outside)
        {
            yield return Finding(FindingSeverity.Error, outside,
                Invariant($"0 .. {largest} is expected"), "map it to the documented classes");
        }

        if (Columns.Count(split, column, value => float.IsFinite(value) && value != MathF.Truncate(value)) is { } broken)
        {
            var scaled = Columns.Of(split, column).All(value => value is >= 0 and <= 1);
            yield return Finding(
                FindingSeverity.Warning, broken, "a whole number is expected; networks cut off the fraction",
                scaled ? $"the column seems scaled to 0 .. 1: undo it (day x 7, hour x 24, weather x its classes)" : "round it, or write the class");
        }
        else if (known && column != ExternalFactors.Hour && Columns.Count(split, column, value => value == 0) is { } zero)
        {
            yield return Finding(
                FindingSeverity.Warning, zero, Invariant($"1 .. {largest} is expected"),
                column == ExternalFactors.Day ? "count days from 1 (Monday) to 7 (Sunday)" : "count weather classes from 1");
        }

        Finding Finding(FindingSeverity severity, (int Count, int First, float Value) bad, string expected, string repair) => new(
            severity, Name, split.Files.External, Columns.Place(bad.First, column), bad.Count,
            Invariant($"{what} is {bad.Value.ToString(CultureInfo.InvariantCulture)}; {expected}"), repair);
    }
}
