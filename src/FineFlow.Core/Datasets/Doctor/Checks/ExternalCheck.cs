using System.Globalization;

namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Temperature, wind and the two flags out of their ranges, and values that are no numbers.</summary>
internal static class ExternalCheck
{
    private const string Name = "externals";

    private static readonly (int Column, string What, Func<float, bool> IsGood, string Expected, string Repair)[] Ranges =
    [
        (0, "temperature", value => value is >= -60 and <= 60, "-60 .. 60 degrees Celsius", "convert from Kelvin or Fahrenheit; fill sentinel values from neighbouring hours"),
        (1, "wind speed", value => value is >= 0 and <= 150, "0 .. 150 mph", "convert to mph; fill sentinel values from neighbouring hours"),
        (2, "holiday", value => value is 0 or 1, "0 or 1", "write 1 on holidays, else 0"),
        (3, "weekend", value => value is 0 or 1, "0 or 1", "write 1 on weekends, else 0"),
    ];

    public static IEnumerable<Finding> Find(Patient patient)
    {
        foreach (var split in patient.Splits.Where(split => split.External is not null))
        {
            for (var column = 0; column < ExternalFactors.Columns; column++)
            {
                if (NotFinite(split, column) is { } finding)
                {
                    yield return finding;
                }
            }

            foreach (var (column, what, isGood, expected, repair) in Ranges)
            {
                if (Columns.Count(split, column, value => float.IsFinite(value) && !isGood(value)) is { } odd)
                {
                    yield return new(
                        FindingSeverity.Warning, Name, split.Files.External, Columns.Place(odd.First, column), odd.Count,
                        Invariant($"{what} is {Text(odd.Value)}; {expected} is expected"), repair);
                }
            }
        }
    }

    private static Finding? NotFinite(SplitParts split, int column) =>
        Columns.Count(split, column, value => !float.IsFinite(value)) is { } bad
            ? new(
                FindingSeverity.Error, Name, split.Files.External, Columns.Place(bad.First, column), bad.Count,
                Invariant($"is {Text(bad.Value)}; a finite value is expected"), "fill it from the nearest earlier observation")
            : null;

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}
