namespace FineFlow.Core.Distributions;

/// <summary>
/// Fits the log-linear pool of docs/models/dmn.md: the share of fine cell i of block b is proportional to
/// exp(sum over members j of w_bj ln max(P_ij, <see cref="SmallestShare"/>)). Negative weights are admitted: they extrapolate a trend.
/// </summary>
internal static class PoolFit
{
    /// <summary>Smaller shares of members count as this one. A pool must be applied with the same bound.</summary>
    public const double SmallestShare = 1e-4;

    private const double CommonRidge = 30;
    private const double BlockRidge = 1000;

    /// <summary>
    /// Fits one weight vector for all blocks, and then each block's around it. Both minimise the sum over samples of
    /// v (x logsumexp(eta) - sum of y eta) + ridge / 2 |w - w0|^2 with v = (A + 1) / (A + x). The ridge is 30 for all blocks and 1000 for
    /// one. The result does not depend on the number of threads.
    /// </summary>
    /// <param name="logShares">
    /// The members' natural logarithms of shares, each [V, C, N*H, N*W]; the network's come last. Minus infinity is admitted.
    /// </param>
    /// <param name="truth">The true fine flow of the same V samples, [V, C, N*H, N*W].</param>
    /// <param name="factor">Upscaling factor N.</param>
    /// <param name="concentration">
    /// The concentration A that is fitted on the same samples; <see cref="double.PositiveInfinity"/> weighs every unit of flow alike.
    /// </param>
    /// <param name="endsWithNetwork">
    /// True: w0 is 1 for the last member and 0 for the others. False: w0 is 1 / J for each of the J members.
    /// </param>
    /// <param name="cancellationToken">Ends the fit early.</param>
    /// <returns>The weights, [C, H, W, J]. Blocks without flow get the weights of all blocks.</returns>
    /// <exception cref="ArgumentException">
    /// There is no member, lengths differ, the factor does not divide the maps, or a value is NaN, infinite or (truth) negative.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static float[] Fit(
        IReadOnlyList<float[]> logShares,
        FlowMaps truth,
        int factor,
        double concentration,
        bool endsWithNetwork,
        CancellationToken cancellationToken = default) =>
        Fit(logShares, truth, factor, concentration, endsWithNetwork, new ParallelOptions { CancellationToken = cancellationToken });

    /// <inheritdoc cref="Fit(IReadOnlyList{float[]}, FlowMaps, int, double, bool, CancellationToken)"/>
    internal static float[] Fit(
        IReadOnlyList<float[]> logShares, FlowMaps truth, int factor, double concentration, bool endsWithNetwork, ParallelOptions parallel)
    {
        Check(logShares, truth, concentration);
        var blocks = truth.Shape.Coarsened(factor).SampleLength;
        PoolBlock Create() => new(logShares, truth, factor, concentration);

        var common = RidgeNewton.Minimise(
            (weights, sums) => SumBlocks(Create, blocks, weights, sums, parallel), Start(logShares.Count, endsWithNetwork), CommonRidge);

        var members = logShares.Count;
        var fitted = new float[blocks * members];
        Parallel.For(0, blocks, parallel, Create, (block, _, samples) =>
        {
            samples.Read(block);
            var weights = samples.IsEmpty ? common : RidgeNewton.Minimise(samples.Evaluate, common, BlockRidge);
            for (var member = 0; member < members; member++)
            {
                fitted[block * members + member] = (float)weights[member];
            }

            return samples;
        }, _ => { });
        return fitted;
    }

    private static double[] Start(int members, bool endsWithNetwork)
    {
        var start = new double[members];
        if (endsWithNetwork)
        {
            start[^1] = 1;
        }
        else
        {
            Array.Fill(start, 1.0 / members);
        }

        return start;
    }

    /// <summary>Writes the sums of all blocks, added in the order of the blocks, so that threads do not show in the last digit.</summary>
    private static void SumBlocks(Func<PoolBlock> create, int blocks, double[] weights, double[] sums, ParallelOptions parallel)
    {
        var parts = new double[blocks][];
        Parallel.For(0, blocks, parallel, create, (block, _, samples) =>
        {
            samples.Read(block);
            parts[block] = new double[sums.Length];
            samples.Evaluate(weights, parts[block]);
            return samples;
        }, _ => { });

        Array.Clear(sums);
        foreach (var part in parts)
        {
            for (var term = 0; term < sums.Length; term++)
            {
                sums[term] += part[term];
            }
        }
    }

    private static void Check(IReadOnlyList<float[]> logShares, FlowMaps truth, double concentration)
    {
        ArgumentNullException.ThrowIfNull(logShares);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentOutOfRangeException.ThrowIfLessThan(logShares.Count, 1, nameof(logShares));
        if (!(concentration > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(concentration), concentration, "a number above 0 is expected");
        }

        FlowValues.ThrowIfInvalid(truth, nameof(truth));
        for (var member = 0; member < logShares.Count; member++)
        {
            var values = logShares[member];
            if (values.Length != truth.Values.Length)
            {
                throw new ArgumentException(
                    Invariant($"member {member} has {values.Length} values; {truth.Values.Length} are expected"), nameof(logShares));
            }

            if (Array.FindIndex(values, value => !(value < float.PositiveInfinity)) is >= 0 and var cell)
            {
                throw new ArgumentException(
                    Invariant($"member {member}, {CellPosition.Of(truth, cell)} is {values[cell]}; the logarithm of a share is expected"),
                    nameof(logShares));
            }
        }
    }
}
