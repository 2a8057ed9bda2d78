namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Hours that count from the start of the day's service instead of midnight, where no time.npy can tell.</summary>
internal static class HourRangeCheck
{
    private const string Name = "hours";
    private const int FirstHour = 7;
    private const int HoursOfService = 15;

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        foreach (var split in context.Splits.Where(split => split is { External.Samples: > 0, Time: null }))
        {
            if (context.Schema.Find(ExternalKind.Hour) is not { } column)
            {
                continue;
            }

            var hours = Columns.Of(split, column);
            if (hours.Min() == 0 && hours.Max() == HoursOfService - 1 && hours.Distinct().Count() == HoursOfService)
            {
                yield return new(
                    FindingSeverity.Warning, Name, split.Files.External, Invariant($"[column {column}]"), hours.Length,
                    "hours run from 0 to 14, as TaxiBJ's 7 .. 21 do after 7 is taken off",
                    Invariant($"add {FirstHour} to the column; hours count from midnight"));
            }
        }
    }
}
