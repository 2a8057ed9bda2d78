using System.Diagnostics;
using FineFlow.Core;
using FineFlow.Core.Distributions;
using FineFlow.Core.Metrics;

namespace FineFlow.Torch.Inference;

/// <summary>Gathers the evaluation of distributions part by part, so that not all of them are held at once.</summary>
/// <param name="sampleLength">Fine cells of one sample: channels x rows x columns.</param>
/// <param name="zones">Random rectangles a map whose sums are measured as well; 0: none.</param>
internal sealed class DistributionSums(int sampleLength, int zones = 0)
{
    private readonly MetricAccumulator _mae = new(sampleLength);
    private readonly MetricAccumulator _mape = new(sampleLength);
    private readonly CoverageAccumulator _coverage = new();
    private readonly ZoneCoverage? _zones = zones > 0 ? new(zones, seed: 1) : null;
    private readonly Stopwatch _clock = new();
    private bool _isAny;
    private bool _areCounts = true;
    private double _logLikelihood;
    private double _flow;

    /// <summary>Adds the next samples; does nothing for a network without distributions.</summary>
    /// <param name="band">The samples.</param>
    /// <param name="truth">The true fine flow of all samples.</param>
    public void Add(FineBand band, FlowMaps truth)
    {
        if (band is not { Distribution: { } distribution, Mask: null })
        {
            return;
        }

        _clock.Start();
        _isAny = true;
        Add(band.Coarse, truth.Slice(band.Sample, band.Coarse.Samples), distribution, band.Sample);
        _clock.Stop();
    }

    /// <summary>Returns the evaluation of all samples added so far; null for a network without distributions,
    /// and where coarse counts are missing.</summary>
    /// <param name="mean">The metrics of the mean map.</param>
    public DistributionEvaluation? Result(FlowMetrics mean)
    {
        if (!_isAny)
        {
            return null;
        }

        var seconds = _clock.Elapsed.TotalSeconds;
        return _areCounts
            ? new(new(mean, _mae.Result(), _mape.Result()), FiniteOrNull(_logLikelihood / _flow), _coverage.Result(), seconds)
            {
                Zones = _zones?.Result(),
            }
            : new(new(mean, null, null), null, null, seconds);
    }

    private void Add(FlowMaps coarse, FlowMaps truth, ShareDistribution distribution, int firstSample)
    {
        _areCounts = _areCounts && coarse.IsWhole && truth.IsWhole && coarse.Values.Max() <= Estimates.LargestCount;
        if (!_areCounts)
        {
            return;
        }

        _mae.Add(truth.Values, Estimates.Map(coarse, distribution, EstimateKind.Mae).Values);
        _mape.Add(truth.Values, Estimates.Map(coarse, distribution, EstimateKind.Mape).Values);
        _coverage.Add(coarse, truth, distribution);
        _zones?.Add(coarse, truth, distribution, firstSample);
        _logLikelihood += LogLikelihood.Sum(truth, distribution);
        _flow += truth.Values.Sum(value => (double)value);
    }

    private static double? FiniteOrNull(double value) => double.IsFinite(value) ? value : null;
}
