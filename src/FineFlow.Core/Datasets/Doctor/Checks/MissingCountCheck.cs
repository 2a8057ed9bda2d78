using FineFlow.Core.Conservation;

namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>Coarse counts that are missing (NaN in X.npy), and bounds on them that the fine maps contradict.</summary>
internal static class MissingCountCheck
{
    private const string Name = "missing";

    public static IEnumerable<Finding> Find(DoctorContext context) =>
        context.Splits.SelectMany(split => split is { Coarse: { } coarse, Mask: { } mask }
            ? Find(split, coarse, mask, context.Manifest.WithheldBelow)
            : []);

    private static IEnumerable<Finding> Find(SplitParts split, FlowMaps coarse, FlowMaps mask, int? below)
    {
        var count = MissingCells.Count(mask);
        var isLearnt = split.Name != SplitNames.Test;
        yield return new(
            isLearnt ? FindingSeverity.Error : FindingSeverity.Note,
            Name,
            split.Files.Coarse,
            CellPosition.Of(coarse, Array.FindIndex(mask.Values, observed => observed == 0)).ToString(),
            count,
            Invariant($"{count} of {mask.Values.Length} counts are missing (NaN){MissingCells.BoundText(below)}"),
            isLearnt
                ? "make X.npy from Y.npy by block sums: models learn from parts whose counts are all known"
                : "kha, pha and dmn infer them; other models refuse the part");

        if (below is { } limit && split.Pair is var (_, fine))
        {
            var sums = BlockSum.Coarsen(fine, fine.Rows / coarse.Rows);
            bool Contradicts(int cell) => mask.Values[cell] == 0 && sums.Values[cell] >= limit;
            var cells = Enumerable.Range(0, sums.Values.Length).Where(Contradicts).ToList();
            if (cells.Count > 0)
            {
                yield return new(
                    FindingSeverity.Error,
                    Name,
                    split.Files.Coarse,
                    CellPosition.Of(coarse, cells[0]).ToString(),
                    cells.Count,
                    Invariant($"{cells.Count} missing counts are {limit} or more by Y.npy, and withheld_below says that they are smaller"),
                    "give the counts, or mend withheld_below in dataset.json");
            }
        }
    }
}
