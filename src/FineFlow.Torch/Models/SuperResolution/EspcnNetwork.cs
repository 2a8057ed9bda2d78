using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.UrbanFm;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.SuperResolution;

/// <summary>Hyperparameters of ESPCN: kernels 5-3-3, 64 and 32 filters.</summary>
internal sealed record EspcnOptions : ThreeLayerOptions
{
    /// <summary>Creates the defaults.</summary>
    public EspcnOptions() => KernelSizes = [5, 3, 3];
}

/// <summary>
/// ESPCN (Shi et al., "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network",
/// CVPR 2016): three convolutions on the coarse grid, the last of which computes the N x N fine values of every coarse cell.
/// </summary>
internal sealed class EspcnNetwork : SuperResolutionNetwork
{
    [ComponentName(Name = "conv1")]
    private readonly Conv2dSame _first;
    [ComponentName(Name = "conv2")]
    private readonly Conv2dSame _second;
    [ComponentName(Name = "conv3")]
    private readonly Conv2dSame _subPixels;

    /// <param name="options">Hyperparameters.</param>
    public EspcnNetwork(EspcnOptions options)
        : base("espcn", options)
    {
        var kernels = options.KernelSizes;
        var subPixels = options.ScaleFactor * options.ScaleFactor;
        _first = new Conv2dSame(options.InChannels, options.BaseChannels, kernels[0]);
        _second = new Conv2dSame(options.BaseChannels, options.MidChannels, kernels[1]);
        _subPixels = new Conv2dSame(options.MidChannels, subPixels * options.InChannels, kernels[2]);
        RegisterComponents();
    }

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "shi2016espcn",
        Authors =
        [
            "Shi, Wenzhe", "Caballero, Jose", "Husz{\\'a}r, Ferenc", "Totz, Johannes", "Aitken, Andrew P.",
            "Bishop, Rob", "Rueckert, Daniel", "Wang, Zehan",
        ],
        Title = "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network",
        Venue = "Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition",
        ShortVenue = "CVPR",
        Year = 2016,
        Pages = "1874-1883",
        Doi = "10.1109/CVPR.2016.207",
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<EspcnOptions>(
        "espcn", o => new EspcnNetwork(o),
        "sub-pixel convolution",
        [Paper],
        "mse",
        new(ConservationGuarantee.No, Parameters: 24_752, MultiplyAdds: 25_231_360),
        UrbanFmNetwork.Reference,
        onnx: SuperResolutionOnnx.Espcn);

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var features = _first.call(ChannelsLast.Of(batch.Coarse)).tanh(); // eq. 1, with tanh as in section 3
        features = _second.call(features).tanh(); // eq. 2
        return nn.functional.pixel_shuffle(_subPixels.call(features), Options.ScaleFactor); // eq. 3-4: periodic shuffling
    }
}
