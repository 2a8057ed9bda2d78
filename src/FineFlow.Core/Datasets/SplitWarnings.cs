using FineFlow.Core.Conservation;

namespace FineFlow.Core.Datasets;

/// <summary>Finds unusual properties of a split that do not prevent its use.</summary>
internal static class SplitWarnings
{
    public static void Collect(FlowSplit split, SplitFiles files, WarningList warnings)
    {
        var residual = ConservationResidual.Of(split.Coarse, split.Fine, split.Mask);
        if (!residual.Conserves)
        {
            warnings.Add(
                files.Fine,
                Invariant($"{residual.BrokenBlocks} of {residual.Blocks} blocks do not sum to X.npy; ")
                + Invariant($"the largest difference is {residual.Largest:g6}, ")
                + Invariant($"the largest in proportion to the flow is at {residual.Worst}"));
        }

        WarnOfRounding(split.Coarse, files.Coarse, warnings);
        WarnOfRounding(split.Fine, files.Fine, warnings);
        var sample = FirstBackwards(split.Time ?? []);
        if (sample > 0)
        {
            warnings.Add(
                files.Time,
                Invariant($"[sample {sample}] is {split.Time![sample]}, not after the sample before it; slots in order are expected"));
        }
    }

    /// <summary>Networks and metrics compute in float32: that a count is another one there must not go unsaid.</summary>
    private static void WarnOfRounding(FlowMaps maps, string file, WarningList warnings)
    {
        if (maps.Exact is { } exact && Array.FindIndex(exact, CountArray.IsBeyondSingle) is >= 0 and var first)
        {
            warnings.Add(
                file,
                $"{exact.Count(CountArray.IsBeyondSingle)} values are no float32 and are rounded, as {CellPosition.Of(maps, first)} "
                + $"from {exact[first]:R} to {(double)maps.Values[first]:R}; float32 holds whole counts exactly up to 2^24");
        }
    }

    private static int FirstBackwards(long[] time)
    {
        for (var sample = 1; sample < time.Length; sample++)
        {
            if (time[sample] <= time[sample - 1])
            {
                return sample;
            }
        }

        return 0;
    }
}
