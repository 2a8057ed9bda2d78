namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Slots whose maps repeat the slot before: a recorder that stood still, or gaps filled by copying.</summary>
internal static class FrozenFrameCheck
{
    private const string Name = "frozen";

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        foreach (var split in context.Splits)
        {
            var frames = context.Frames(split);
            var frozen = Enumerable.Range(0, frames.Length).Where(sample => IsFrozen(frames, sample)).ToArray();
            if (frozen.Length > 0)
            {
                yield return new(
                    FindingSeverity.Warning, Name, split.Files.Fine, split.Place(frozen[0]), frozen.Length,
                    Invariant($"{frozen.Length} of {frames.Length} slots repeat the slot before, up to {Longest(frozen)} in a row"),
                    "leave the repeated slots out, in all files of the split");
            }
        }
    }

    /// <summary>Returns whether a frame is a copy of the one before it.</summary>
    public static bool IsFrozen(Frame[] frames, int sample) =>
        sample > 0 && frames[sample].Tells && frames[sample].Hash == frames[sample - 1].Hash;

    private static int Longest(int[] samples)
    {
        var (longest, run) = (1, 1);
        for (var i = 1; i < samples.Length; i++)
        {
            run = samples[i] == samples[i - 1] + 1 ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
