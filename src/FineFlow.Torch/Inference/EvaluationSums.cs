using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;

namespace FineFlow.Torch.Inference;

/// <summary>Gathers an evaluation part by part, so that not all fine maps are held at once. Cuts do not show in the result.</summary>
/// <param name="sampleLength">Fine cells of one sample: channels x rows x columns.</param>
/// <param name="leftOut">Blocks whose true fine counts are hidden, and of which no errors are measured; null: none.</param>
internal sealed class EvaluationSums(int sampleLength, LeftOutBlocks? leftOut = null)
{
    private readonly KnownErrors _metrics = new(sampleLength, leftOut);
    private ConservationResidual? _conservation;
    private int _samples;
    private int _flat;
    private int _filled;

    /// <summary>Adds the next samples.</summary>
    /// <param name="coarse">Their coarse maps [k, C, H, W].</param>
    /// <param name="truth">Their true fine cells.</param>
    /// <param name="inferred">Their inferred fine maps [k, C, N*H, N*W].</param>
    /// <param name="mask">1 where a coarse count was observed and 0 where it is missing; null: all were observed.</param>
    public void Add(FlowMaps coarse, ReadOnlySpan<float> truth, FlowMaps inferred, FlowMaps? mask = null)
    {
        _metrics.Add(truth, inferred);
        var residual = ConservationResidual.Of(coarse, inferred, mask);
        _conservation = _conservation?.FollowedBy(residual, _samples) ?? residual;
        var (flat, filled) = FlatBlocks.Count(coarse, inferred);
        (_flat, _filled, _samples) = (_flat + flat, _filled + filled, _samples + coarse.Samples);
    }

    /// <summary>Returns the evaluation of all samples added so far.</summary>
    /// <exception cref="InvalidOperationException">No sample was added.</exception>
    public Evaluation Result() => new(_metrics.Result(), _conservation!, _filled == 0 ? 0 : (double)_flat / _filled);
}
