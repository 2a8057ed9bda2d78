using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.UrbanFm;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.SuperResolution;

/// <summary>Hyperparameters of SRCNN: kernels 9-5-5, 64 and 32 filters.</summary>
internal sealed record SrcnnOptions : ThreeLayerOptions;

/// <summary>
/// SRCNN (Dong et al., "Image Super-Resolution Using Deep Convolutional Networks", TPAMI 2016): bicubic upscaling, then three convolutions
/// on the fine grid. Weights have PyTorch's initialisation, since the paper's N(0, 0.001^2) is too small for Adam at 1e-4.
/// </summary>
internal sealed class SrcnnNetwork : SuperResolutionNetwork
{
    [ComponentName(Name = "conv1")]
    private readonly Conv2dSame _patches;
    [ComponentName(Name = "conv2")]
    private readonly Conv2dSame _mapping;
    [ComponentName(Name = "conv3")]
    private readonly Conv2dSame _reconstruction;

    /// <param name="options">Hyperparameters.</param>
    public SrcnnNetwork(SrcnnOptions options)
        : base("srcnn", options)
    {
        var kernels = options.KernelSizes;
        _patches = new Conv2dSame(options.InChannels, options.BaseChannels, kernels[0]);
        _mapping = new Conv2dSame(options.BaseChannels, options.MidChannels, kernels[1]);
        _reconstruction = new Conv2dSame(options.MidChannels, options.InChannels, kernels[2]);
        RegisterComponents();
    }

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "dong2016srcnn",
        Authors = ["Dong, Chao", "Loy, Chen Change", "He, Kaiming", "Tang, Xiaoou"],
        Title = "Image Super-Resolution Using Deep Convolutional Networks",
        Venue = "IEEE Transactions on Pattern Analysis and Machine Intelligence",
        ShortVenue = "TPAMI",
        Year = 2016,
        InJournal = true,
        Volume = "38",
        Number = "2",
        Pages = "295-307",
        Doi = "10.1109/TPAMI.2015.2439281",
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<SrcnnOptions>(
        "srcnn", o => new SrcnnNetwork(o),
        "bicubic enlargement and three convolutions",
        [Paper],
        "mse",
        new(ConservationGuarantee.No, Parameters: 57_281, MultiplyAdds: 936_902_656),
        UrbanFmNetwork.Reference,
        onnx: SuperResolutionOnnx.Srcnn);

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var enlarged = ChannelsLast.Of(Bicubic.Enlarge(batch.Coarse, Options.ScaleFactor));
        using var patches = _patches.call(enlarged).relu_(); // section 3.1.1: patch extraction
        using var mapped = _mapping.call(patches).relu_(); // section 3.1.2: non-linear mapping
        return _reconstruction.call(mapped); // section 3.1.3: reconstruction
    }
}
