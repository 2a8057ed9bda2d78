using FineFlow.Core;
using FineFlow.Core.Baselines;
using FineFlow.Core.Datasets;
using FineFlow.Core.Distributions;
using FineFlow.Core.Metrics;

namespace FineFlow.Torch.Inference;

/// <summary>Gathers the errors in districts that were left out, and in the others, part by part.</summary>
/// <param name="blocks">What was left out.</param>
/// <param name="truth">The true fine flow of all samples.</param>
internal sealed class DistrictSums(LeftOutBlocks blocks, FlowMaps truth)
{
    private readonly Part _leftOut = new(blocks, truth, leftOut: true);
    private readonly Part? _rest = blocks.IsEverything ? null : new(blocks, truth, leftOut: false);

    /// <summary>Adds the next samples.</summary>
    public void Add(FineBand band)
    {
        _leftOut.Add(band);
        _rest?.Add(band);
    }

    /// <summary>Returns the errors of all samples added so far.</summary>
    public DistrictErrors Result() => new(blocks.Districts, _leftOut.Result(), _rest?.Result());

    private sealed class Part(LeftOutBlocks blocks, FlowMaps truth, bool leftOut)
    {
        private readonly MetricAccumulator _model = Accumulator(blocks, truth, leftOut), _even = Accumulator(blocks, truth, leftOut);
        private readonly CoverageAccumulator _coverage = new();

        public void Add(FineBand band)
        {
            var factor = truth.Rows / blocks.Rows;
            var (coarse, fine) = (blocks.Take(band.Coarse, 1, leftOut), blocks.Take(band.Fine, factor, leftOut));
            var real = blocks.Take(truth.Slice(band.Sample, band.Coarse.Samples), factor, leftOut);
            _model.Add(real.Values, fine.Values);
            _even.Add(real.Values, EvenSplit.Predict(coarse, factor).Values);
            if (band is { Distribution: { } distribution, Mask: null } && coarse.Values.Max() <= Estimates.LargestCount)
            {
                var shares = blocks.Take(distribution.Shares, factor, leftOut);
                _coverage.Add(coarse, real, new(shares, blocks.Take(distribution.Concentration, 1, leftOut)));
            }
        }

        public PartErrors Result() => new(blocks.CountOf(leftOut), _model.Result(), _even.Result(), _coverage.Result()?.Coverage);

        private static MetricAccumulator Accumulator(LeftOutBlocks blocks, FlowMaps truth, bool leftOut) =>
            new(blocks.CellsOf(truth.SampleLength, leftOut));
    }
}
