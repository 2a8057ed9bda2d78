using System.Globalization;

namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Values that are no numbers, flags that are neither 0 nor 1, and TaxiBJ's temperature and wind out of their ranges.</summary>
internal static class ExternalCheck
{
    private const string Name = "externals";

    public static IEnumerable<Finding> Find(DoctorContext context) =>
        from split in context.Splits
        where split.External is not null
        from finding in NotFinite(split).Concat(OutOfRange(split, context.Schema))
        select finding;

    private static IEnumerable<Finding> OutOfRange(SplitParts split, ExternalSchema schema)
    {
        for (var column = 0; column < schema.Columns.Count; column++)
        {
            if (Range(schema, column) is { } range
                && Columns.Count(split, column, value => float.IsFinite(value) && !range.IsGood(value)) is { } odd)
            {
                yield return new(
                    FindingSeverity.Warning, Name, split.Files.External, Columns.Place(odd.First, column), odd.Count,
                    Invariant($"{schema.Label(column)} is {Text(odd.Value)}; {range.Expected} is expected"), range.Repair);
            }
        }
    }

    private static (Func<float, bool> IsGood, string Expected, string Repair)? Range(ExternalSchema schema, int column) => column switch
    {
        TaxiBjColumns.Temperature when schema.IsTaxiBj => (
            value => value is >= -60 and <= 60, "-60 .. 60 degrees Celsius",
            "convert from Kelvin or Fahrenheit; fill sentinel values from neighbouring hours"),
        TaxiBjColumns.WindSpeed when schema.IsTaxiBj => (
            value => value is >= 0 and <= 150, "0 .. 150 mph", "convert to mph; fill sentinel values from neighbouring hours"),
        _ when schema.Columns[column].Kind == ExternalKind.Flag => (
            value => value is 0 or 1, "0 or 1", Invariant($"write 1 {FlagDays(schema, column)}, else 0")),
        _ => null,
    };

    private static string FlagDays(ExternalSchema schema, int column) => !schema.IsTaxiBj ? "where it holds"
        : column == TaxiBjColumns.Holiday ? "on holidays" : "on weekends";

    private static IEnumerable<Finding> NotFinite(SplitParts split)
    {
        for (var column = 0; column < split.External!.Columns; column++)
        {
            if (Columns.Count(split, column, value => !float.IsFinite(value)) is { } bad)
            {
                yield return new(
                    FindingSeverity.Error, Name, split.Files.External, Columns.Place(bad.First, column), bad.Count,
                    Invariant($"is {Text(bad.Value)}; a finite value is expected"), "fill it from the nearest earlier observation");
            }
        }
    }

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}
