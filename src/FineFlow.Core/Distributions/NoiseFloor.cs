using FineFlow.Core.Conservation;
using FineFlow.Core.Metrics;

namespace FineFlow.Core.Distributions;

/// <summary>
/// Estimates the MSE that no method can go below: the noise of counts whose units choose their cells independently of each other, given the
/// true shares of their slot. Whether they do so, counts alone do not tell; say it wherever the figure is shown.
/// </summary>
/// <remarks>
/// For shares p that are calibrated, a block's floor is implied - (realised - implied) / (x - 1), with implied the sum of x p (1 - p) and
/// realised that of (y - x p)^2 (docs/models/dmn.md). Summed over a block its expectation is that of the sum of y (x - y) / (x - 1), which
/// is free of p: it is unbiased for every block of x units of at least 2, whatever their true shares. This form is used, so that blocks
/// need no classes by size, and the floor does not depend on the method that it is compared with. A single unit does not show its noise:
/// such blocks take the implied.
/// </remarks>
internal sealed class NoiseFloor
{
    private CompensatedSum _noise;
    private long _cells;
    private bool _isReal;

    /// <summary>Adds samples.</summary>
    /// <param name="coarse">Raw counts, [samples, channels, H, W]. Only their shape matters: x is the sum of a block's true flow.</param>
    /// <param name="truth">True fine flow, [samples, channels, N*H, N*W].</param>
    /// <param name="fine">
    /// Shares or inferred flow of the same shape. It matters in blocks of one unit alone, and only by its proportions there, which should
    /// be calibrated: the kernel history's rather than those of a method under test.
    /// </param>
    /// <exception cref="ArgumentException">The shapes do not belong together, or a value is negative or not finite.</exception>
    public void Add(FlowMaps coarse, FlowMaps truth, FlowMaps fine)
    {
        var grid = BlockGrid.Of(coarse, truth);
        BlockGrid.Of(coarse, fine);
        FlowValues.ThrowIfInvalid(truth, nameof(truth));
        FlowValues.ThrowIfInvalid(fine, nameof(fine));
        _isReal |= !truth.IsWhole;
        _cells += truth.Values.Length;
        for (var block = 0; block < coarse.Values.Length; block++)
        {
            var units = grid.Sum(truth, block);
            if (units > 0)
            {
                _noise.Add(units == 1 ? Implied(fine, grid, block) : Observed(truth, grid, block, units));
            }
        }
    }

    /// <summary>Returns the floor of all samples so far, an MSE over their cells; null for real-valued flow or without cells.</summary>
    public double? Result() => _isReal || _cells == 0 ? null : _noise.Value / _cells;

    /// <summary>Returns the share of the removable error that a method removes: (even split - MSE) / (even split - floor).</summary>
    /// <param name="mse">The method's MSE.</param>
    /// <param name="evenSplitMse">The MSE of the even split on the same cells.</param>
    /// <param name="floor">The noise floor of the same cells.</param>
    /// <returns>1 at the floor, 0 for the even split, below 0 for worse; null where the even split is not above the floor.</returns>
    public static double? RemovableShare(double mse, double evenSplitMse, double floor) =>
        evenSplitMse > floor ? (evenSplitMse - mse) / (evenSplitMse - floor) : null;

    private static double Observed(FlowMaps truth, BlockGrid grid, int block, double units)
    {
        var sum = 0.0;
        var start = grid.Start(block);
        foreach (var offset in grid.Offsets)
        {
            var count = truth.Count(start + offset);
            sum += count * (units - count);
        }

        return sum / (units - 1);
    }

    /// <summary>Returns 1 - sum of p^2: the noise of a single unit with the shares p. Without proportions they are even.</summary>
    private static double Implied(FlowMaps fine, BlockGrid grid, int block)
    {
        var total = grid.Sum(fine, block);
        var squares = 0.0;
        var start = grid.Start(block);
        foreach (var offset in grid.Offsets)
        {
            var share = total > 0 ? fine.Count(start + offset) / total : 1.0 / grid.Offsets.Length;
            squares += share * share;
        }

        return 1 - squares;
    }
}
