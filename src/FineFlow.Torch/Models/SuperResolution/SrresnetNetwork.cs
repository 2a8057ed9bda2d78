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

/// <summary>Hyperparameters of SRResNet.</summary>
internal sealed record SrresnetOptions : SuperResolutionOptions
{
    /// <summary>Channels F of the feature maps.</summary>
    [Range(1, 1024), Description("channels of the feature maps")]
    public int BaseChannels { get; init; } = 64;

    /// <summary>Residual blocks R.</summary>
    [Range(1, 256), Description("residual blocks")]
    public int NResidualBlocks { get; init; } = 16;

    /// <summary>Added to the variance in batch normalisation.</summary>
    [Range(1e-12, 1), Description("added to the variance in batch normalisation")]
    public double BnEps { get; init; } = 1e-5;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        _ = UpscalingStages.Doublings(ScaleFactor);
    }
}

/// <summary>
/// SRResNet (Ledig et al., "Photo-Realistic Single Image Super-Resolution Using a Generative Adversarial Network", CVPR 2017, figure 4:
/// the generator, trained on squared error alone): residual blocks on the coarse grid, then sub-pixel convolutions that double the
/// resolution.
/// </summary>
internal sealed class SrresnetNetwork : SuperResolutionNetwork
{
    private const int EndKernel = 9;

    [ComponentName(Name = "head_conv")]
    private readonly Conv2dSame _head;
    [ComponentName(Name = "head_act")]
    private readonly PReLU _headActivation = nn.PReLU(1);
    [ComponentName(Name = "res_blocks")]
    private readonly ModuleList<ResidualStep> _blocks;
    [ComponentName(Name = "mid_conv")]
    private readonly Conv2dSame _mid;
    [ComponentName(Name = "mid_bn")]
    private readonly BatchNorm2d _midNorm;
    [ComponentName(Name = "upsample_blocks")]
    private readonly ModuleList<Doubling> _doublings;
    [ComponentName(Name = "tail_conv")]
    private readonly Conv2dSame _tail;

    /// <param name="options">Hyperparameters.</param>
    public SrresnetNetwork(SrresnetOptions options)
        : base("srresnet", options)
    {
        var (flows, channels) = (options.InChannels, options.BaseChannels);
        _head = new Conv2dSame(flows, channels, EndKernel);
        _blocks = [.. Enumerable.Range(0, options.NResidualBlocks).Select(_ => new ResidualStep(channels, options.BnEps))];
        _mid = new Conv2dSame(channels, channels, 3);
        _midNorm = nn.BatchNorm2d(channels, options.BnEps);
        _doublings = [.. Enumerable.Range(0, UpscalingStages.Doublings(options.ScaleFactor)).Select(_ => new Doubling(channels))];
        _tail = new Conv2dSame(channels, flows, EndKernel);
        RegisterComponents();
    }

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "ledig2017srresnet",
        Authors =
        [
            "Ledig, Christian", "Theis, Lucas", "Husz{\\'a}r, Ferenc", "Caballero, Jose", "Cunningham, Andrew",
            "Acosta, Alejandro", "Aitken, Andrew", "Tejani, Alykhan", "Totz, Johannes", "Wang, Zehan", "Shi, Wenzhe",
        ],
        Title = "Photo-Realistic Single Image Super-Resolution Using a Generative Adversarial Network",
        Venue = "Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition",
        ShortVenue = "CVPR",
        Year = 2017,
        Pages = "4681-4690",
        Doi = "10.1109/CVPR.2017.19",
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<SrresnetOptions>(
        "srresnet", o => new SrresnetNetwork(o),
        "residual blocks and sub-pixel doubling",
        [Paper],
        "mse",
        new(ConservationGuarantee.No, Parameters: 1_528_724, MultiplyAdds: 2_090_926_080),
        UrbanFmNetwork.Reference,
        onnx: SuperResolutionOnnx.Srresnet);

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var head = _headActivation.call(_head.call(ChannelsLast.Of(batch.Coarse)));
        var features = _blocks.Aggregate(head, (x, block) => block.call(x));
        features = head + _midNorm.call(_mid.call(features));
        features = _doublings.Aggregate(features, (x, doubling) => doubling.call(x));
        return _tail.call(features);
    }

    /// <summary>x + BN(conv(PReLU(BN(conv(x))))), without an activation after the sum. [B, F, H, W] to the same shape.</summary>
    private sealed class ResidualStep : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "conv1")]
        private readonly Conv2dSame _first;
        [ComponentName(Name = "bn1")]
        private readonly BatchNorm2d _firstNorm;
        [ComponentName(Name = "act")]
        private readonly PReLU _activation = nn.PReLU(1);
        [ComponentName(Name = "conv2")]
        private readonly Conv2dSame _second;
        [ComponentName(Name = "bn2")]
        private readonly BatchNorm2d _secondNorm;

        public ResidualStep(int channels, double epsilon)
            : base(nameof(ResidualStep))
        {
            _first = new Conv2dSame(channels, channels, 3);
            _firstNorm = nn.BatchNorm2d(channels, epsilon);
            _second = new Conv2dSame(channels, channels, 3);
            _secondNorm = nn.BatchNorm2d(channels, epsilon);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var inner = _activation.call(_firstNorm.call(_first.call(input)));
            return scope.MoveToOuter(input + _secondNorm.call(_second.call(inner)));
        }
    }

    /// <summary>
    /// Sub-pixel convolution: four times the channels, shuffled to twice the size, PReLU. [B, F, H, W] to [B, F, 2H, 2W].
    /// </summary>
    private sealed class Doubling : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "conv")]
        private readonly Conv2dSame _expand;
        [ComponentName(Name = "act")]
        private readonly PReLU _activation = nn.PReLU(1);

        public Doubling(int channels)
            : base(nameof(Doubling))
        {
            _expand = new Conv2dSame(channels, 4 * channels, 3);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return scope.MoveToOuter(_activation.call(nn.functional.pixel_shuffle(_expand.call(input), 2)));
        }
    }
}
