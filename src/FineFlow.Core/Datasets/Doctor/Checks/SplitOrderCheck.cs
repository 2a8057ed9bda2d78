namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Splits that are not one after the other in time.</summary>
internal static class SplitOrderCheck
{
    private const string Name = "order";

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        var timed = context.Splits.Where(split => split.KnownTimes() is not null).ToArray();
        foreach (var (earlier, later) in timed.Zip(timed.Skip(1)))
        {
            var end = earlier.Time!.Max();
            var early = Enumerable.Range(0, later.Time!.Length).Where(sample => later.Time[sample] < end).ToArray();
            if (early.Length > 0)
            {
                yield return new(
                    FindingSeverity.Warning, Name, later.Files.Time, later.Place(early[0]), early.Length,
                    Invariant($"{early.Length} slots lie before the end of {earlier.Name} ({LocalClock.Text(end)}); ")
                        + "a model is tested on what it will meet later",
                    "cut the splits in time order: train, valid, test");
            }
        }
    }
}
