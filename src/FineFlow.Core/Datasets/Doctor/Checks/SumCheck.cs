using System.Globalization;
using FineFlow.Core.Conservation;

namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Blocks of Y that do not sum to X.</summary>
internal static class SumCheck
{
    private const string Name = "sums";
    private const double RatioTolerance = 1e-4;

    public static IEnumerable<Finding> Find(DoctorContext context)
    {
        foreach (var split in context.Splits)
        {
            if (split.Pair is not var (coarse, fine))
            {
                continue;
            }

            var residual = ConservationResidual.Of(coarse, fine, split.Mask);
            if (!residual.Conserves)
            {
                yield return new(
                    FindingSeverity.Error, Name, split.Files.Fine, residual.Worst.ToString(), residual.BrokenBlocks,
                    Invariant($"{residual.BrokenBlocks} of {residual.Blocks} blocks do not sum to X.npy; ")
                        + Invariant($"the largest difference is {Text(residual.Largest)}, ")
                    + "the place is that of the largest in proportion to the flow",
                    Repair(coarse, fine));
            }
        }
    }

    private static string Repair(FlowMaps coarse, FlowMaps fine)
    {
        var sums = BlockSum.Coarsen(fine, fine.Rows / coarse.Rows);
        var ratio = sums.Values.Sum(value => (double)value) / coarse.Values.Sum(value => (double)value);
        return double.IsFinite(ratio) && AreAll(sums, coarse, ratio)
            ? Invariant($"all blocks sum to {Text(ratio)} times X.npy (scaled, or a mean?): multiply X.npy by {Text(ratio)}")
            : "make X.npy from Y.npy by block sums, or find the slots that were shifted or changed in one of them";
    }

    private static bool AreAll(FlowMaps sums, FlowMaps coarse, double ratio) => sums.Values.Zip(coarse.Values)
        .All(pair => Math.Abs(pair.First - ratio * pair.Second) <= RatioTolerance * Math.Max(1, pair.First));

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
