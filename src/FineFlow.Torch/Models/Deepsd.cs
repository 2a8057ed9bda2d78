using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models;

/// <summary>Hyperparameters of DeepSD: those of the SRCNN of every stage.</summary>
public sealed record DeepsdOptions : ThreeLayerOptions
{
    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        _ = UpscalingStages.Doublings(ScaleFactor);
    }

    /// <summary>The SRCNN that doubles the resolution.</summary>
    internal SrcnnOptions Stage => new()
    {
        InChannels = InChannels,
        ScaleFactor = 2,
        BaseChannels = BaseChannels,
        MidChannels = MidChannels,
        KernelSizes = KernelSizes,
    };
}

/// <summary>
/// DeepSD (Vandal et al., "DeepSD: Generating High Resolution Climate Change Projections through Single Image Super-Resolution",
/// KDD 2017): a chain of SRCNNs, each of which doubles the resolution of the one before. All learn together, from the finest map.
/// </summary>
public sealed class Deepsd : SuperResolution
{
    [ComponentName(Name = "stages")]
    private readonly ModuleList<Srcnn> _stages;

    /// <param name="options">Hyperparameters.</param>
    public Deepsd(DeepsdOptions options)
        : base("deepsd", options)
    {
        _stages = [.. Enumerable.Range(0, UpscalingStages.Doublings(options.ScaleFactor)).Select(_ => new Srcnn(options.Stage))];
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(FlowInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _stages.Aggregate(input.Coarse, (map, stage) => stage.call(new FlowInput(map, External: null)));
    }
}
