using FineFlow.Core.Conservation;

namespace FineFlow.Core.Datasets;

/// <summary>What makes a split odd but usable.</summary>
internal static class SplitOddities
{
    public static void Collect(FlowSplit split, SplitFiles files, WarningList warnings)
    {
        var residual = ConservationResidual.Of(split.Coarse, split.Fine);
        if (!residual.Conserves)
        {
            warnings.Add(
                files.Fine,
                Invariant($"{residual.BrokenBlocks} of {residual.Blocks} blocks do not sum to X.npy; ")
                + Invariant($"the largest difference is {residual.Largest:g6}, ")
                + Invariant($"the largest in proportion to the flow is at {residual.Worst}"));
        }

        var sample = FirstBackwards(split.Time ?? []);
        if (sample > 0)
        {
            warnings.Add(
                files.Time,
                Invariant($"[sample {sample}] is {split.Time![sample]}, not after the sample before it; slots in order are expected"));
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
