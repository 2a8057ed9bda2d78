using System.Globalization;

namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Days, hours and classes, which choose rows of tables: out of range, not whole, or one row too low.</summary>
internal static class CategoryCheck
{
    private const string Name = "externals";

    public static IEnumerable<Finding> Find(DoctorContext context) =>
        from split in context.Splits
        where split.External is not null
        from category in context.Schema.Categories()
        from finding in Find(split, context.Schema, category.Column, category.Label, category.Largest)
        select finding;

    private static IEnumerable<Finding> Find(SplitParts split, ExternalSchema schema, int column, string what, int largest)
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
                scaled
                    ? "the column seems scaled to 0 .. 1: undo it (day x 7, hour x 24, weather x its classes)"
                    : "round it, or write the class");
        }
        else if (CountsFromOne(schema, column) && Columns.Count(split, column, value => value == 0) is { } zero)
        {
            yield return Finding(
                FindingSeverity.Warning, zero, Invariant($"1 .. {largest} is expected"),
                schema.Columns[column].Kind == ExternalKind.DayOfWeek
                    ? "count days from 1 (Monday) to 7 (Sunday)"
                    : "count weather classes from 1");
        }

        Finding Finding(FindingSeverity severity, (int Count, int First, float Value) bad, string expected, string repair) => new(
            severity, Name, split.Files.External, Columns.Place(bad.First, column), bad.Count,
            Invariant($"{what} is {bad.Value.ToString(CultureInfo.InvariantCulture)}; {expected}"), repair);
    }

    /// <summary>Days count from 1 Monday. TaxiBJ's weather counts from 1 where it is known; other classes count from 0.</summary>
    private static bool CountsFromOne(ExternalSchema schema, int column) => schema.Columns[column].IsKnown
        && (schema.Columns[column].Kind == ExternalKind.DayOfWeek || (schema.IsTaxiBj && column == TaxiBjColumns.Weather));
}
