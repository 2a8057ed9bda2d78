namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Slots whose maps are those of an earlier slot of the split that is not their neighbour.</summary>
internal static class RepeatedFrameCheck
{
    private const string Name = "duplicates";

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        foreach (var split in context.Splits)
        {
            var frames = context.Frames(split);
            var first = new Dictionary<UInt128, int>();
            var repeated = Enumerable.Range(0, frames.Length)
                .Where(
                    sample => frames[sample].Tells && !first.TryAdd(frames[sample].Hash, sample)
                        && !FrozenFrameCheck.IsFrozen(frames, sample))
                .ToArray();
            if (repeated.Length > 0)
            {
                yield return new(
                    FindingSeverity.Warning, Name, split.Files.Fine, split.Place(repeated[0]), repeated.Length,
                    Invariant($"{repeated.Length} of {frames.Length} slots have the maps of an earlier slot; the first has those of ")
                    + split.Place(first[frames[repeated[0]].Hash]),
                    "keep one of each, in all files of the split");
            }
        }
    }
}
