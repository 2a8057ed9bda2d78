using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.UrbanFm;
using FineFlow.Torch.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.SuperResolution;

/// <summary>Hyperparameters of DeepSD: those of the SRCNN in every stage.</summary>
internal sealed record DeepsdOptions : ThreeLayerOptions
{
    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        _ = UpscalingStages.Doublings(ScaleFactor);
    }

    /// <summary>Hyperparameters of one stage, an SRCNN that doubles the resolution.</summary>
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
/// KDD 2017): a chain of SRCNNs, each doubling the resolution of the one before. All are trained together, on the finest map.
/// </summary>
internal sealed class DeepsdNetwork : SuperResolutionNetwork
{
    [ComponentName(Name = "stages")]
    private readonly ModuleList<SrcnnNetwork> _stages;

    /// <param name="options">Hyperparameters.</param>
    public DeepsdNetwork(DeepsdOptions options)
        : base("deepsd", options)
    {
        _stages = [.. Enumerable.Range(0, UpscalingStages.Doublings(options.ScaleFactor)).Select(_ => new SrcnnNetwork(options.Stage))];
        RegisterComponents();
    }

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "vandal2017deepsd",
        Authors = ["Vandal, Thomas", "Kodra, Evan", "Ganguly, Sangram", "Michaelis, Andrew", "Nemani, Ramakrishna", "Ganguly, Auroop R."],
        Title = "DeepSD: Generating High Resolution Climate Change Projections through Single Image Super-Resolution",
        Venue = "Proceedings of the 23rd ACM SIGKDD International Conference on Knowledge Discovery and Data Mining",
        ShortVenue = "KDD",
        Year = 2017,
        Pages = "1663-1672",
        Doi = "10.1145/3097983.3098004",
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<DeepsdOptions>(
        "deepsd", o => new DeepsdNetwork(o),
        "chain of SRCNNs, each doubling",
        [Paper],
        "mse",
        new(ConservationGuarantee.No, Parameters: 114_562, MultiplyAdds: 1_171_128_320),
        UrbanFmNetwork.Reference,
        onnx: SuperResolutionOnnx.Deepsd);

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return _stages.Aggregate(batch.Coarse, (map, stage) => stage.Refine(new FlowBatch(map)));
    }
}
