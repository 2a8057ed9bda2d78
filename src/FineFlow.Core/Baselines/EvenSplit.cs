using FineFlow.Core.Conservation;

namespace FineFlow.Core.Baselines;

/// <summary>The "mean" baseline: every fine cell gets 1 / N^2 of its coarse cell. Nothing is fitted.</summary>
public static class EvenSplit
{
    /// <param name="coarse">Raw counts, [samples, channels, H, W].</param>
    /// <param name="scaleFactor">Upscaling factor N.</param>
    /// <returns>[samples, channels, N*H, N*W] in raw counts.</returns>
    public static FlowMaps Predict(FlowMaps coarse, int scaleFactor)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        ArgumentOutOfRangeException.ThrowIfLessThan(scaleFactor, 1);
        var fine = new FlowMaps(coarse.Shape.Refined(scaleFactor));
        var grid = BlockGrid.Of(coarse, fine);
        for (var block = 0; block < coarse.Values.Length; block++)
        {
            var start = grid.Start(block);
            foreach (var offset in grid.Offsets)
            {
                fine.Values[start + offset] = coarse.Values[block] / grid.Offsets.Length;
            }
        }

        return fine;
    }
}
