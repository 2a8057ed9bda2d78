namespace FineFlow.Core.Conservation;

/// <summary>
/// Which N x N fine cells belong to a coarse cell. A block is named by the index of its coarse value; its fine cells lie at
/// <see cref="Start"/> + each of <see cref="Offsets"/> in the fine values.
/// </summary>
internal sealed class BlockGrid
{
    private readonly int _columns;

    /// <param name="columns">Columns of a coarse map; its rows follow one another without a gap, so their number does not matter.</param>
    /// <param name="factor">Upscaling factor N.</param>
    public BlockGrid(int columns, int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        (_columns, Factor) = (columns, factor);
        Offsets = new int[factor * factor];
        for (var cell = 0; cell < Offsets.Length; cell++)
        {
            Offsets[cell] = cell / factor * columns * factor + cell % factor;
        }
    }

    /// <summary>Upscaling factor N.</summary>
    public int Factor { get; }

    /// <summary>The N^2 cells of a block in row-major order, counted from its first.</summary>
    public int[] Offsets { get; }

    /// <exception cref="ArgumentException">The fine maps are not the coarse ones at an integer multiple of their size.</exception>
    public static BlockGrid Of(FlowMaps coarse, FlowMaps fine)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        ArgumentNullException.ThrowIfNull(fine);
        var factor = fine.Rows / coarse.Rows;
        if (fine.Samples != coarse.Samples || fine.Channels != coarse.Channels
            || factor < 1 || fine.Rows != coarse.Rows * factor || fine.Columns != coarse.Columns * factor)
        {
            throw new ArgumentException($"fine maps {fine} do not refine coarse maps {coarse} by one integer factor", nameof(fine));
        }

        return new(coarse.Columns, factor);
    }

    /// <summary>Returns the index of the first fine value of a block.</summary>
    public int Start(int block)
    {
        var (mapAndRow, column) = Math.DivRem(block, _columns);
        return (mapAndRow * Factor * _columns + column) * Factor;
    }

    /// <summary>Returns the sum of a block's fine values.</summary>
    public double Sum(FlowMaps fine, int block)
    {
        var start = Start(block);
        var sum = 0.0;
        foreach (var offset in Offsets)
        {
            sum += fine.Count(start + offset);
        }

        return sum;
    }
}
