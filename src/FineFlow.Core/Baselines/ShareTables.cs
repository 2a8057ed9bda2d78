using FineFlow.Core.Conservation;

namespace FineFlow.Core.Baselines;

/// <summary>The historical average's tables while they are being filled: one for each hour of day and one for all hours together.</summary>
/// <param name="grid">The blocks of fine cells.</param>
/// <param name="blocks">Coarse cells of one sample, C x H x W.</param>
internal sealed class ShareTables(BlockGrid grid, int blocks)
{
    private const int Tables = HistoricalAverage.AllHours + 1;
    private readonly int _cells = blocks * grid.Offsets.Length;

    /// <summary>[25, C, N*H, N*W]: sums of shares, and after <see cref="Resolve"/> the share to use.</summary>
    public double[] Shares { get; } = new double[Tables * blocks * grid.Offsets.Length];

    /// <summary>[25, C, H, W]: number of shares summed.</summary>
    public int[] Counted { get; } = new int[Tables * blocks];

    /// <summary>Counts one training sample, in the table of its hour and in that of all hours.</summary>
    public void Add(int table, ReadOnlySpan<float> coarse, ReadOnlySpan<float> fine)
    {
        AddTo(HistoricalAverage.AllHours, coarse, fine);
        if (table != HistoricalAverage.AllHours)
        {
            AddTo(table, coarse, fine);
        }
    }

    /// <summary>Turns the sums into means and fills what was never counted; all hours first, since the others fall back on them.</summary>
    public void Resolve()
    {
        for (var table = Tables - 1; table >= 0; table--)
        {
            for (var block = 0; block < blocks; block++)
            {
                ResolveBlock(table, block);
            }
        }
    }

    private void AddTo(int table, ReadOnlySpan<float> coarse, ReadOnlySpan<float> fine)
    {
        for (var block = 0; block < blocks; block++)
        {
            if (!(coarse[block] > 0))
            {
                continue;
            }

            Counted[table * blocks + block]++;
            var start = grid.Start(block);
            foreach (var offset in grid.Offsets)
            {
                Shares[table * _cells + start + offset] += (double)fine[start + offset] / coarse[block];
            }
        }
    }

    private void ResolveBlock(int table, int block)
    {
        var counted = Counted[table * blocks + block];
        var start = grid.Start(block);
        foreach (var offset in grid.Offsets)
        {
            ref var share = ref Shares[table * _cells + start + offset];
            if (counted > 0)
            {
                share /= counted;
            }
            else
            {
                share = table == HistoricalAverage.AllHours
                    ? 1.0 / grid.Offsets.Length
                    : Shares[HistoricalAverage.AllHours * _cells + start + offset];
            }
        }
    }
}
