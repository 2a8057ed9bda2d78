using FineFlow.Core.Conservation;

namespace FineFlow.Core.Distributions;

/// <summary>What the samples of one block say about its concentration: the cells and totals with flow.</summary>
internal sealed class ConcentrationBlock
{
    private readonly List<(double Share, double Count)> _cells = [];
    private readonly List<double> _totals = [];

    /// <summary>Whether a sample holds more than one unit; one alone says nothing about concentration.</summary>
    public bool IsInformative { get; private set; }

    /// <summary>Reads all blocks, [C, H, W].</summary>
    /// <param name="shares">Shares, [V, C, N*H, N*W].</param>
    /// <param name="truth">True fine flow of the same shape.</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <param name="parallel">How many threads read.</param>
    public static ConcentrationBlock[] ReadAll(FlowMaps shares, FlowMaps truth, int factor, ParallelOptions parallel)
    {
        var coarse = truth.Shape.Coarsened(factor);
        var grid = new BlockGrid(coarse.Columns, factor);
        var blocks = new ConcentrationBlock[coarse.SampleLength];
        Parallel.For(0, blocks.Length, parallel, block =>
        {
            blocks[block] = new();
            for (var sample = 0; sample < truth.Samples; sample++)
            {
                blocks[block].Read(shares, truth, grid, sample * truth.SampleLength + grid.Start(block));
            }
        });
        return blocks;
    }

    /// <summary>Returns the sum over samples of the Dirichlet-multinomial log-likelihood, for one order of the units.</summary>
    public double LogLikelihood(double concentration)
    {
        var sum = 0.0;
        foreach (var (share, count) in _cells)
        {
            sum += GammaFunction.LogRising(concentration * share, count);
        }

        foreach (var total in _totals)
        {
            sum -= GammaFunction.LogRising(concentration, total);
        }

        return sum;
    }

    private void Read(FlowMaps shares, FlowMaps truth, BlockGrid grid, int start)
    {
        var total = 0.0;
        foreach (var offset in grid.Offsets)
        {
            var count = truth.Values[start + offset];
            if (count > 0)
            {
                _cells.Add((shares.Values[start + offset], count));
                total += count;
            }
        }

        if (total > 0)
        {
            _totals.Add(total);
            IsInformative |= total > 1;
        }
    }
}
