namespace FineFlow.Core.Conservation;

/// <summary>
/// How far fine maps are from summing to their coarse maps x as they were given, over all blocks of all samples, computed in float64.
/// </summary>
/// <param name="Blocks">Number of blocks looked at.</param>
/// <param name="BrokenBlocks">Blocks beyond <see cref="Tolerance"/> * N in relation, more than float32 rounding explains.</param>
/// <param name="Largest">Largest |block sum - x| in flow units; NaN if a value is NaN.</param>
/// <param name="LargestRelative">Largest |block sum - x| / max(1, x); infinite if a value is NaN.</param>
/// <param name="Worst">The coarse cell of <paramref name="LargestRelative"/>, the first one if there are several.</param>
public sealed record ConservationResidual(int Blocks, int BrokenBlocks, double Largest, double LargestRelative, CellPosition Worst)
{
    /// <summary>Fine maps conserve when every block's relative residual is at most this times the upscaling factor N.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>Whether every block sums to its coarse value up to float32 rounding.</summary>
    public bool Conserves => BrokenBlocks == 0;

    /// <summary>Returns the residual of these maps followed by others.</summary>
    /// <param name="next">The residual of the others.</param>
    /// <param name="samples">Samples of these maps.</param>
    public ConservationResidual FollowedBy(ConservationResidual next, int samples)
    {
        ArgumentNullException.ThrowIfNull(next);
        var isWorse = next.LargestRelative > LargestRelative;
        return new(
            Blocks + next.Blocks,
            BrokenBlocks + next.BrokenBlocks,
            Math.Max(Largest, next.Largest),
            isWorse ? next.LargestRelative : LargestRelative,
            isWorse ? next.Worst with { Sample = samples + next.Worst.Sample } : Worst);
    }

    /// <summary>Compares the block sums of fine maps with the coarse maps.</summary>
    /// <param name="coarse">[samples, channels, H, W].</param>
    /// <param name="fine">[samples, channels, N*H, N*W].</param>
    /// <param name="mask">
    /// 1 where a coarse count was observed and 0 where it is missing, [samples, channels, H, W]: only observed blocks are looked at; null:
    /// all were observed.
    /// </param>
    /// <exception cref="ArgumentException">The shapes do not belong together.</exception>
    public static ConservationResidual Of(FlowMaps coarse, FlowMaps fine, FlowMaps? mask = null)
    {
        var grid = BlockGrid.Of(coarse, fine);
        var (broken, worst, largest, largestRelative) = (0, 0, 0.0, 0.0);
        for (var block = 0; block < coarse.Values.Length; block++)
        {
            if (mask?.Values[block] == 0)
            {
                continue;
            }

            var count = coarse.Count(block);
            var residual = Math.Abs(grid.Sum(fine, block) - count);
            var relative = residual / Math.Max(1, count);
            if (double.IsNaN(relative))
            {
                // Every comparison with NaN is false: it would pass unseen.
                relative = double.PositiveInfinity;
            }

            largest = Math.Max(largest, residual);
            if (relative > Tolerance * grid.Factor)
            {
                broken++;
            }

            if (relative > largestRelative)
            {
                (largestRelative, worst) = (relative, block);
            }
        }

        var blocks = coarse.Values.Length - MissingCells.Count(mask);
        return new(blocks, broken, largest, largestRelative, CellPosition.Of(coarse, worst));
    }
}
