namespace FineFlow.Core.Distributions;

/// <summary>Whether the intervals of distributions cover what they say.</summary>
/// <param name="Cells">Cells that were looked at: those in blocks with flow.</param>
/// <param name="Coverage">The share of true counts in the central 90 % interval; 0.90 is right, less means too narrow.</param>
/// <param name="Classes">The same for tenths of the cells by expected flow, ascending; there are fewer where many cells are alike.</param>
internal sealed record IntervalCoverage(long Cells, double Coverage, IReadOnlyList<FlowClassCoverage> Classes);

/// <summary>The coverage of the cells whose expected flow lies in a range.</summary>
/// <param name="From">Lower bound of the expected flow x p.</param>
/// <param name="To">Upper bound.</param>
/// <param name="Cells">Number of such cells.</param>
/// <param name="Coverage">The share of their true counts in the central 90 % interval.</param>
internal sealed record FlowClassCoverage(double From, double To, long Cells, double Coverage);

/// <summary>
/// Measures the coverage of central 90 % intervals over a stream of samples, by the randomised probability integral transform (counts are
/// discrete: closed intervals would cover 93 to 98 %). Its mean over the randomisation is taken, so that chance has no part in the result.
/// Cells are classed by their expected flow: among cells of one true flow no interval covers what it says.
/// </summary>
internal sealed class CoverageAccumulator
{
    // Classes are unions of narrow bins, 8 of which double the expected flow, from 2^-20 to 2^20.
    private const int BinsPerDoubling = 8;
    private const int Doublings = 20;
    private const int Bins = 2 * Doublings * BinsPerDoubling;
    private const int Classes = 10;

    private readonly long[] _cells = new long[Bins];
    private readonly double[] _covered = new double[Bins];
    private bool _isReal;

    /// <summary>Adds samples.</summary>
    /// <param name="coarse">Raw counts, [samples, channels, H, W].</param>
    /// <param name="truth">True fine flow, [samples, channels, N*H, N*W].</param>
    /// <param name="distribution">The distribution of the same samples.</param>
    /// <exception cref="ArgumentException">The shapes do not belong together.</exception>
    /// <exception cref="BadInputException">Names the first coarse count above <see cref="Estimates.LargestCount"/>.</exception>
    public void Add(FlowMaps coarse, FlowMaps truth, ShareDistribution distribution)
    {
        ArgumentNullException.ThrowIfNull(distribution);
        distribution.CheckCoarse(coarse);
        distribution.CheckTruth(truth);
        _isReal |= !coarse.IsWhole || !truth.IsWhole;
        if (_isReal)
        {
            return;
        }

        BlockCounts.Check(coarse);
        var samples = new (long[] Cells, double[] Covered)[coarse.Samples];
        Parallel.For(0, samples.Length, sample => samples[sample] = OfSample(coarse, truth, distribution, sample));
        foreach (var (cells, covered) in samples)
        {
            for (var bin = 0; bin < Bins; bin++)
            {
                _cells[bin] += cells[bin];
                _covered[bin] += covered[bin];
            }
        }
    }

    /// <summary>Returns the coverage of all samples so far; null for real-valued flow, which has no intervals, and without flow.</summary>
    public IntervalCoverage? Result()
    {
        var cells = _cells.Sum();
        if (_isReal || cells == 0)
        {
            return null;
        }

        var before = 0L;
        var classOf = new int[Bins];
        for (var bin = 0; bin < Bins; bin++)
        {
            classOf[bin] = (int)((before + _cells[bin] / 2) * Classes / cells);
            before += _cells[bin];
        }

        var classes = Enumerable.Range(0, Bins).Where(bin => _cells[bin] > 0).GroupBy(bin => classOf[bin]);
        return new(cells, _covered.Sum() / cells, [.. classes.Select(bins => OfClass([.. bins]))]);
    }

    private FlowClassCoverage OfClass(int[] bins)
    {
        var cells = bins.Sum(bin => _cells[bin]);
        return new(Bound(bins[0]), Bound(bins[^1] + 1), cells, bins.Sum(bin => _covered[bin]) / cells);
    }

    private static double Bound(int bin) => Math.Pow(2, (double)bin / BinsPerDoubling - Doublings);

    private static int BinOf(double flow) => (int)Math.Clamp((Math.Log2(flow) + Doublings) * BinsPerDoubling, 0, Bins - 1);

    private static (long[] Cells, double[] Covered) OfSample(FlowMaps coarse, FlowMaps truth, ShareDistribution distribution, int sample)
    {
        var (cells, covered) = (new long[Bins], new double[Bins]);
        var shares = new double[distribution.Grid.Offsets.Length];
        var walks = new BetaBinomialWalk[shares.Length];
        for (var block = sample * coarse.SampleLength; block < (sample + 1) * coarse.SampleLength; block++)
        {
            var units = (int)coarse.Values[block];
            if (units == 0)
            {
                continue;
            }

            distribution.Read(block, shares);
            BetaBinomialWalk.Begin(walks, shares, distribution.Concentration.Values[block], units);
            var start = distribution.Grid.Start(block);
            for (var cell = 0; cell < shares.Length; cell++)
            {
                var bin = BinOf(units * shares[cell]);
                cells[bin]++;
                covered[bin] += CentralInterval.Covered(ref walks[cell], (int)truth.Values[start + distribution.Grid.Offsets[cell]], units);
            }
        }

        return (cells, covered);
    }
}
