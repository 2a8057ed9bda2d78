using FineFlow.Core.Conservation;

namespace FineFlow.Core.Distributions;

/// <summary>What the 90 % intervals cover of validation samples, with one concentration a block.</summary>
internal static class ConcentrationCoverage
{
    /// <summary>The mean over cells in blocks with flow of what <see cref="CentralInterval"/> covers; null without flow.</summary>
    /// <param name="shares">Shares, [V, C, N*H, N*W].</param>
    /// <param name="truth">True fine flow in whole counts, of the same shape.</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <param name="concentration">alpha of each block, [C, H, W].</param>
    /// <param name="parallel">How many threads compute; their number does not show in the result.</param>
    /// <exception cref="BadInputException">Names the first block with too many units.</exception>
    public static double? Of(FlowMaps shares, FlowMaps truth, int factor, double[] concentration, ParallelOptions parallel)
    {
        var coarse = BlockSum.Coarsen(truth, factor);
        BlockCounts.Check(coarse);
        var grid = new BlockGrid(coarse.Columns, factor);
        var parts = new (double Covered, long Cells)[coarse.SampleLength];
        Parallel.For(0, parts.Length, parallel, block =>
        {
            for (var sample = 0; sample < truth.Samples; sample++)
            {
                var units = (int)coarse.Values[sample * coarse.SampleLength + block];
                if (units > 0)
                {
                    parts[block].Covered += OfBlock(
                        shares, truth, grid, sample * truth.SampleLength + grid.Start(block), units, concentration[block]);
                    parts[block].Cells += grid.Offsets.Length;
                }
            }
        });
        var cells = parts.Sum(part => part.Cells);
        return cells == 0 ? null : parts.Sum(part => part.Covered) / cells;
    }

    private static double OfBlock(FlowMaps shares, FlowMaps truth, BlockGrid grid, int start, int units, double concentration)
    {
        var covered = 0.0;
        foreach (var offset in grid.Offsets)
        {
            var walk = BetaBinomialWalk.FromMean(shares.Values[start + offset], concentration, units);
            covered += CentralInterval.Covered(ref walk, (int)truth.Values[start + offset], units);
        }

        return covered;
    }
}
