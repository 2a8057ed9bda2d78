namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>The slots of a split whose files may be broken.</summary>
internal static class SplitSlots
{
    /// <summary>Returns a split's times if each of its samples has a valid one; null otherwise.</summary>
    public static long[]? KnownTimes(this SplitParts split)
    {
        var samples = (split.Fine ?? split.Coarse)?.Samples;
        return split.Time is { } time && time.Length == samples && time.All(SplitValues.IsTime) ? time : null;
    }

    /// <summary>Returns the name of a sample in findings, with its slot where it is known.</summary>
    public static string Place(this SplitParts split, int sample) => split.KnownTimes() is { } times
        ? Invariant($"[sample {sample}] ({LocalClock.Text(times[sample])})")
        : Invariant($"[sample {sample}]");
}
