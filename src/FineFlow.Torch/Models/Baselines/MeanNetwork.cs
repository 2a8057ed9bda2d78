using FineFlow.Torch.Models.UrbanFm;
using FineFlow.Torch.Networks;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Baselines;

/// <summary>Options of the even split, which has no hyperparameters of its own.</summary>
internal sealed record MeanOptions : NetworkOptions;

/// <summary>Even split: each fine cell gets 1/N^2 of its coarse cell. It has no trainable parameters.</summary>
internal sealed class MeanNetwork : FlowNetwork
{
    /// <param name="options">Hyperparameters.</param>
    public MeanNetwork(MeanOptions options)
        : base("mean", options)
    {
    }

    /// <inheritdoc/>
    public override ConservationGuarantee Guarantee => ConservationGuarantee.Exactly;

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var factor = Options.ScaleFactor;
        return batch.Coarse.repeat_interleave(factor, 2).repeat_interleave(factor, 3) / (factor * factor);
    }

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<MeanOptions>(
        "mean", o => new MeanNetwork(o),
        "even split",
        [UrbanFmNetwork.Paper],
        "mse",
        new(ConservationGuarantee.Exactly, Parameters: 0, MultiplyAdds: 0),
        onnx: BaselinesOnnx.Mean);
}
