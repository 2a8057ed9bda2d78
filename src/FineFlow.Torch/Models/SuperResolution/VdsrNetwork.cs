using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.UrbanFm;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.SuperResolution;

/// <summary>Hyperparameters of VDSR.</summary>
internal sealed record VdsrOptions : SuperResolutionOptions
{
    /// <summary>Filters F of every convolution but the last.</summary>
    [Range(1, 1024), Description("filters of every convolution but the last")]
    public int BaseChannels { get; init; } = 64;

    /// <summary>Convolutions D, the first and the last included.</summary>
    [Range(2, 256), Description("convolutions, the first and the last included")]
    public int NLayers { get; init; } = 20;
}

/// <summary>
/// VDSR (Kim et al., "Accurate Image Super-Resolution Using Very Deep Convolutional Networks", CVPR 2016): bicubic upscaling, and a plain
/// stack of 3x3 convolutions on the fine grid that learns the residual.
/// </summary>
internal sealed class VdsrNetwork : SuperResolutionNetwork
{
    [ComponentName(Name = "convs")]
    private readonly ModuleList<Conv2dSame> _convolutions;

    /// <param name="options">Hyperparameters.</param>
    public VdsrNetwork(VdsrOptions options)
        : base("vdsr", options)
    {
        var (flows, filters) = (options.InChannels, options.BaseChannels);
        _convolutions =
        [
            Convolution(flows, filters),
            .. Enumerable.Range(0, options.NLayers - 2).Select(_ => Convolution(filters, filters)),
            Convolution(filters, flows),
        ];
        RegisterComponents();
    }

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "kim2016vdsr",
        Authors = ["Kim, Jiwon", "Lee, Jung Kwon", "Lee, Kyoung Mu"],
        Title = "Accurate Image Super-Resolution Using Very Deep Convolutional Networks",
        Venue = "Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition",
        ShortVenue = "CVPR",
        Year = 2016,
        Pages = "1646-1654",
        Doi = "10.1109/CVPR.2016.182",
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<VdsrOptions>(
        "vdsr", o => new VdsrNetwork(o),
        "very deep residual of the bicubic enlargement",
        [Paper],
        "mse",
        new(ConservationGuarantee.No, Parameters: 665_921, MultiplyAdds: 10_890_510_336),
        UrbanFmNetwork.Reference,
        onnx: SuperResolutionOnnx.Vdsr);

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var enlarged = Bicubic.Enlarge(batch.Coarse, Options.ScaleFactor);
        var features = ChannelsLast.Of(_convolutions[0].call(enlarged)).relu_();
        foreach (var convolution in _convolutions.Skip(1).SkipLast(1))
        {
            using var read = features; // maps on the fine grid are large: without gradients, only two layers' are in memory
            features = convolution.call(read).relu_();
        }

        return scope.MoveToOuter(enlarged + _convolutions[^1].call(features)); // section 3.2: residual learning
    }

    /// <summary>
    /// Creates a convolution with He et al.'s initialisation; with smaller weights the signal vanishes in the deep stack.
    /// </summary>
    private static Conv2dSame Convolution(int inputs, int outputs)
    {
        var convolution = new Conv2dSame(inputs, outputs, 3);
        nn.init.kaiming_normal_(convolution.Weight, nonlinearity: nn.init.NonlinearityType.ReLU);
        nn.init.zeros_(convolution.Bias!);
        return convolution;
    }
}
