namespace FineFlow.Core.Conservation;

/// <summary>
/// N2-normalization (UrbanFM, Liang et al. 2019, section 3.2): each fine cell receives its share of the coarse count, and the
/// N^2 shares of a coarse cell sum to 1, so the fine map conserves the coarse one.
/// </summary>
internal static class N2Normalization
{
    /// <summary>
    /// Distributes coarse flow by density D: with T the block's sum of D, a cell receives D / T of its block's count where T > 0,
    /// and 1 / N^2 of it where the whole block's density is 0.
    /// </summary>
    /// <param name="density">Any finite weights of at least 0, [samples, channels, N*H, N*W].</param>
    /// <param name="coarse">Coarse flow, [samples, channels, H, W].</param>
    /// <returns>Fine flow in the units of <paramref name="coarse"/>, within <see cref="ConservationResidual.Tolerance"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not belong together, or a value is negative or not finite.</exception>
    public static FlowMaps Apply(FlowMaps density, FlowMaps coarse)
    {
        var grid = BlockGrid.Of(coarse, density);
        FlowValues.ThrowIfInvalid(density, nameof(density));
        FlowValues.ThrowIfInvalid(coarse, nameof(coarse));
        var fine = new FlowMaps(density.Shape);
        for (var block = 0; block < coarse.Values.Length; block++)
        {
            var total = grid.Sum(density, block);
            var start = grid.Start(block);
            foreach (var offset in grid.Offsets)
            {
                var share = total > 0 ? density.Values[start + offset] / total : 1.0 / grid.Offsets.Length;
                fine.Values[start + offset] = (float)(share * coarse.Count(block));
            }
        }

        return fine;
    }
}
