using FineFlow.Core.Conservation;

namespace FineFlow.Core.Distributions;

/// <summary>Concentrations that are fitted to given shares on validation samples (docs/models/dmn.md, calibration).</summary>
/// <param name="Concentration">alpha of each block, [C, H, W], from e^-1 to e^9.</param>
/// <param name="Common">The one concentration A that suits all blocks best, from e^-1 to e^9.</param>
/// <param name="Temperature">What all concentrations were multiplied with, so that 90 % intervals cover 90 %.</param>
/// <param name="Coverage">
/// What the 90 % intervals cover of the samples with <paramref name="Concentration"/>; null for real-valued flow, or without any.
/// </param>
internal sealed record ConcentrationFit(float[] Concentration, double Common, double Temperature, double? Coverage)
{
    /// <summary>The logarithm of the least sure concentration.</summary>
    public const double SmallestLog = -1;

    /// <summary>The logarithm of the surest concentration.</summary>
    public const double LargestLog = 9;

    private const double Unfitted = 4;

    /// <summary>
    /// Fits A by the Dirichlet-multinomial likelihood; then each block's ln alpha with a normal prior around ln A of variance 1; and then
    /// the one temperature with which the central 90 % intervals, by the randomised probability integral transform, cover 90 % of the true
    /// counts of cells in blocks with flow. The transform's mean over its randomisation is taken, so that chance has no part in it.
    /// </summary>
    /// <param name="logShares">Natural logarithms of shares, [V, C, N*H, N*W]; they are normalised in each block.</param>
    /// <param name="truth">The true fine flow of the same V samples, [V, C, N*H, N*W].</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <returns>
    /// The fit. Blocks that hold no more than one unit at a time say nothing and get A. Where no block says anything, A is e^4. Real-valued
    /// flow leaves the temperature at 1, and so does one that no temperature within e^-3 and e^3 brings nearer to 90 %.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The lengths differ, the factor does not divide the maps, or a value is not finite or (truth) negative.
    /// </exception>
    /// <exception cref="BadInputException">Names the first block with more than <see cref="Estimates.LargestCount"/> units.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ConcentrationFit Fit(float[] logShares, FlowMaps truth, int factor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(truth);
        FlowValues.ThrowIfInvalid(truth, nameof(truth));
        var shares = LogShares.Normalise(logShares, truth.Shape, factor);
        var parallel = new ParallelOptions { CancellationToken = cancellationToken };
        var blocks = ConcentrationBlock.ReadAll(shares, truth, factor, parallel);

        var common = blocks.Any(block => block.IsInformative)
            ? LineSearch.Maximise(log => Sum(blocks, Math.Exp(log), parallel), SmallestLog, LargestLog)
            : Unfitted;
        var logs = new double[blocks.Length];
        Parallel.For(0, blocks.Length, parallel, block => logs[block] = FitBlock(blocks[block], common));

        var coarse = BlockSum.Coarsen(truth, factor);
        float[] Concentration(double temperature) =>
            Array.ConvertAll(logs, log => (float)Math.Exp(Math.Clamp(log + temperature, SmallestLog, LargestLog)));
        var (temperature, coverage) = CoverageTemperature.Fit(log =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Covered(coarse, truth, shares, Concentration(log));
        });
        return new(Concentration(temperature), Math.Exp(common), Math.Exp(temperature), coverage);
    }

    private static double? Covered(FlowMaps coarse, FlowMaps truth, FlowMaps shares, float[] concentration)
    {
        var maps = new FlowMaps(coarse.Shape);
        for (var sample = 0; sample < maps.Samples; sample++)
        {
            concentration.CopyTo(maps.Sample(sample));
        }

        var coverage = new CoverageAccumulator();
        coverage.Add(coarse, truth, new(shares, maps));
        return coverage.Result()?.Coverage;
    }

    private static double FitBlock(ConcentrationBlock block, double common) =>
        block.IsInformative
            ? LineSearch.Maximise(
                log => block.LogLikelihood(Math.Exp(log)) - (log - common) * (log - common) / 2, SmallestLog, LargestLog)
            : common;

    /// <summary>Returns the sum over blocks in their order, so that threads do not show in the last digit.</summary>
    private static double Sum(ConcentrationBlock[] blocks, double concentration, ParallelOptions parallel)
    {
        var parts = new double[blocks.Length];
        Parallel.For(0, blocks.Length, parallel, block => parts[block] = blocks[block].LogLikelihood(concentration));
        return parts.Sum();
    }
}
