namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Slots, and channels, without any flow.</summary>
internal static class EmptyMapCheck
{
    private const string Name = "empty";

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        foreach (var split in context.Splits)
        {
            var empty = Enumerable.Range(0, context.Frames(split).Length).Where(sample => context.Frames(split)[sample].BusyCells == 0)
                .ToArray();
            if (empty.Length > 0)
            {
                yield return new(
                    FindingSeverity.Warning, Name, split.Files.Fine, split.Place(empty[0]), empty.Length,
                    Invariant($"{empty.Length} of {split.Fine!.Samples} slots have no flow anywhere: was the recorder off?"),
                    "leave out slots that were not recorded, in all files of the split");
            }

            foreach (var channel in DeadChannels(split.Fine, empty.Length))
            {
                yield return new(
                    FindingSeverity.Warning, Name, split.Files.Fine, Invariant($"[channel {channel}]"), split.Fine!.Samples,
                    Invariant($"channel {channel} has no flow in any slot"), "leave the channel out, or fill it");
            }
        }
    }

    private static IEnumerable<int> DeadChannels(FlowMaps? fine, int emptySlots) => fine is null || emptySlots == fine.Samples
        ? []
        : Enumerable.Range(0, fine.Channels).Where(channel =>
            Enumerable.Range(0, fine.Samples).All(sample => !fine.Map(sample, channel).ContainsAnyExcept(0f)));
}
