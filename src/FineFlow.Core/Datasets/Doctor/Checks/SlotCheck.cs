namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Times that are off the grid of slots, and a manifest that says another slot length or start than the times do.</summary>
internal static class SlotCheck
{
    private const string Name = "slots";
    private const int Minute = 60;

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        var times = context.Splits.SelectMany(split => split.KnownTimes() ?? []).Order().ToArray();
        if (LocalClock.Step(times) is not { } step)
        {
            yield break;
        }

        if (context.Manifest.SlotMinutes is { } minutes && minutes * (long)Minute != step)
        {
            yield return new(
                FindingSeverity.Warning, Name, context.ManifestPath, null, 1,
                Invariant($"slot_minutes is {minutes}, but the slots of time.npy mostly follow each other by {step} s"),
                "correct slot_minutes, or time.npy");
        }

        if (context.Manifest.FirstSlot is { } stated && stated != LocalClock.Of(times[0]))
        {
            yield return new(
                FindingSeverity.Warning, Name, context.ManifestPath, null, 1,
                Invariant($"first_slot is {stated:yyyy-MM-dd HH:mm}, but time.npy begins at {LocalClock.Text(times[0])}"),
                "correct first_slot, or time.npy");
        }

        var phase = times.CountBy(time => LocalClock.SecondOfDay(time) % step).MaxBy(count => count.Value).Key;
        foreach (var split in context.Splits.Where(split => split.KnownTimes() is not null))
        {
            var off = Enumerable.Range(0, split.Time!.Length).Where(sample => LocalClock.SecondOfDay(split.Time[sample]) % step != phase)
                .ToArray();
            if (off.Length > 0)
            {
                yield return new(
                    FindingSeverity.Warning, Name, split.Files.Time, split.Place(off[0]), off.Length,
                    Invariant($"{off.Length} slots do not begin on the grid of {step} s that the others keep"),
                    "round the times to the slots' starts");
            }
        }
    }
}
