using FineFlow.Core.Conservation;

namespace FineFlow.Core.Distributions;

/// <summary>
/// How the flow of coarse cells is spread over their fine cells, and how sure that is: a Dirichlet-multinomial for each block
/// (docs/models/dmn.md).
/// </summary>
internal sealed class ShareDistribution
{
    /// <summary>The smallest concentration that is admitted.</summary>
    public const double SmallestConcentration = 1e-6;

    /// <summary>The largest concentration that is admitted; there the units of a block are as good as independent.</summary>
    public const double LargestConcentration = 1e9;

    private const double SumTolerance = 1e-4;

    /// <param name="shares">The expected shares p, [samples, channels, N*H, N*W]; those of a block add up to 1 within 1e-4.</param>
    /// <param name="concentration">The concentration alpha of each block, [samples, channels, H, W].</param>
    /// <exception cref="ArgumentException">The shapes do not belong together.</exception>
    /// <exception cref="BadInputException">
    /// Names the first share that is not finite or negative, block whose shares do not add up to 1, or concentration out of range.
    /// </exception>
    public ShareDistribution(FlowMaps shares, FlowMaps concentration)
    {
        Grid = BlockGrid.Of(concentration, shares);
        (Shares, Concentration) = (shares, concentration);
        if (FlowValues.FirstInvalid(shares.Values) is >= 0 and var cell)
        {
            throw new BadInputException(
                "shares", $"{CellPosition.Of(shares, cell)} is {shares.Values[cell]}; a finite value of at least 0 is expected");
        }

        for (var block = 0; block < concentration.Values.Length; block++)
        {
            CheckBlock(block);
        }
    }

    /// <summary>The expected shares p, [samples, channels, N*H, N*W].</summary>
    public FlowMaps Shares { get; }

    /// <summary>The concentration alpha of each block, [samples, channels, H, W].</summary>
    public FlowMaps Concentration { get; }

    /// <summary>
    /// How much neighbouring blocks have in common, 0 .. 1: the share of a draw's chance that a block takes from its neighbourhood. A block
    /// alone is distributed as without it. A vehicle that drives along the southern half of one block drives along that of the next.
    /// </summary>
    public double Following { get; init; }

    /// <summary>Upscaling factor N.</summary>
    public int Factor => Grid.Factor;

    /// <summary>Which fine cells belong to a block.</summary>
    internal BlockGrid Grid { get; }

    /// <summary>Returns a copy of samples <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    public ShareDistribution Slice(int start, int count) =>
        new(Shares.Slice(start, count), Concentration.Slice(start, count)) { Following = Following };

    /// <summary>Reads the shares of all blocks: samples on several threads, and the blocks of a sample in their order.</summary>
    /// <param name="begin">Returns what a sample needs of its own: random numbers, room for its cells.</param>
    /// <param name="visit">Is given that, a block, and the block's shares, which it may overwrite.</param>
    internal void ReadAll<T>(Func<int, T> begin, Action<T, int, double[]> visit) =>
        Parallel.For(0, Concentration.Samples, sample =>
        {
            var (own, shares) = (begin(sample), new double[Grid.Offsets.Length]);
            var blocks = Concentration.SampleLength;
            for (var block = sample * blocks; block < (sample + 1) * blocks; block++)
            {
                Read(block, shares);
                visit(own, block, shares);
            }
        });

    /// <summary>Reads the shares of a block, divided by their sum in float64.</summary>
    internal void Read(int block, Span<double> shares)
    {
        var start = Grid.Start(block);
        var sum = Grid.Sum(Shares, block);
        for (var cell = 0; cell < shares.Length; cell++)
        {
            shares[cell] = Shares.Values[start + Grid.Offsets[cell]] / sum;
        }
    }

    /// <exception cref="ArgumentException">The coarse maps do not have the distribution's shape.</exception>
    internal void CheckCoarse(FlowMaps coarse)
    {
        ArgumentNullException.ThrowIfNull(coarse);
        if (coarse.Shape != Concentration.Shape)
        {
            throw new ArgumentException(
                Invariant($"coarse maps {coarse} do not belong to a distribution of {Concentration} blocks"), nameof(coarse));
        }
    }

    /// <exception cref="ArgumentException">The fine maps do not have the distribution's shape.</exception>
    internal void CheckTruth(FlowMaps truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        if (truth.Shape != Shares.Shape)
        {
            throw new ArgumentException(Invariant($"true maps {truth} do not belong to a distribution of {Shares} cells"), nameof(truth));
        }
    }

    private void CheckBlock(int block)
    {
        if (!(Math.Abs(Grid.Sum(Shares, block) - 1) <= SumTolerance))
        {
            throw new BadInputException(
                "shares",
                $"those of block {CellPosition.Of(Concentration, block)} add up to {Grid.Sum(Shares, block)}; 1 is expected, "
                + $"within {SumTolerance}");
        }

        if (!(Concentration.Values[block] >= SmallestConcentration && Concentration.Values[block] <= LargestConcentration))
        {
            throw new BadInputException(
                "concentration",
                $"{CellPosition.Of(Concentration, block)} is {Concentration.Values[block]}; a value from {SmallestConcentration} "
                + $"to {LargestConcentration} is expected");
        }
    }
}
