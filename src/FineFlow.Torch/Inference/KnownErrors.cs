using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Metrics;

namespace FineFlow.Torch.Inference;

/// <summary>Gathers the metrics of the blocks whose true fine counts are known.</summary>
/// <param name="sampleLength">Fine cells of one sample: channels x rows x columns.</param>
/// <param name="leftOut">Blocks whose true fine counts are hidden; null: none.</param>
internal sealed class KnownErrors(int sampleLength, LeftOutBlocks? leftOut = null)
{
    private readonly MetricAccumulator? _metrics = leftOut switch
    {
        null => new(sampleLength),
        { IsEverything: true } => null,
        _ => new(leftOut.CellsOf(sampleLength, leftOut: false)),
    };

    /// <summary>Adds the next samples.</summary>
    /// <param name="truth">Their true fine cells.</param>
    /// <param name="inferred">Their inferred fine maps [k, C, N*H, N*W].</param>
    public void Add(ReadOnlySpan<float> truth, FlowMaps inferred)
    {
        if (leftOut is null)
        {
            _metrics!.Add(truth, inferred.Values);
        }
        else if (_metrics is not null)
        {
            var factor = inferred.Rows / leftOut.Rows;
            var known = leftOut.Take(new(inferred.Shape, truth.ToArray()), factor, leftOut: false);
            _metrics.Add(known.Values, leftOut.Take(inferred, factor, leftOut: false).Values);
        }
    }

    /// <summary>Returns the metrics of all samples added so far; of 0 samples where all fine counts are hidden.</summary>
    /// <exception cref="InvalidOperationException">No sample was added.</exception>
    public FlowMetrics Result() => _metrics?.Result() ?? new(samples: 0, []);
}
