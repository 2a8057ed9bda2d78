namespace FineFlow.Core.Distributions;

/// <summary>The log-likelihood of true fine maps under a distribution (docs/models/dmn.md): higher is better.</summary>
internal static class LogLikelihood
{
    /// <summary>
    /// Returns the sum over blocks of ln G(alpha) - ln G(alpha + x) + sum over cells of ln G(y + alpha p) - ln G(alpha p), G the gamma
    /// function. It is the logarithm of the probability of the units' cells in any one order of the units. Divided by the flow of all
    /// blocks it is in nats a unit of flow.
    /// </summary>
    /// <param name="truth">True fine flow y, [samples, channels, N*H, N*W]; x is its sum over a block. It may be real-valued.</param>
    /// <param name="distribution">The distribution of the same samples.</param>
    /// <returns>The sum in nats, 0 without flow; minus infinity where a cell with the share 0 holds flow.</returns>
    /// <exception cref="ArgumentException">The shapes do not belong together, or a value is negative or not finite.</exception>
    public static double Sum(FlowMaps truth, ShareDistribution distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        distribution.CheckTruth(truth);
        FlowValues.ThrowIfInvalid(truth, nameof(truth));
        var samples = new double[truth.Samples];
        distribution.ReadAll(
            sample => sample, (sample, block, shares) => samples[sample] += OfBlock(truth, distribution, block, shares));
        return samples.Sum();
    }

    private static double OfBlock(FlowMaps truth, ShareDistribution distribution, int block, double[] shares)
    {
        double concentration = distribution.Concentration.Values[block];
        var start = distribution.Grid.Start(block);
        var (sum, flow) = (0.0, 0.0);
        for (var cell = 0; cell < shares.Length; cell++)
        {
            var count = truth.Count(start + distribution.Grid.Offsets[cell]);
            if (count > 0)
            {
                sum += GammaFunction.LogRising(concentration * shares[cell], count);
                flow += count;
            }
        }

        return sum - GammaFunction.LogRising(concentration, flow);
    }
}
