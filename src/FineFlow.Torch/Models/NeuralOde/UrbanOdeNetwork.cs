using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Core.Settings;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>Hyperparameters of UrbanODE.</summary>
internal sealed record UrbanOdeOptions : OdeNetworkOptions
{
    /// <summary>Epsilon of the N2-normalisation.</summary>
    [Range(1e-12, 1), Description("epsilon of the N2-normalisation")]
    public double N2Eps { get; init; } = 1e-7;

    /// <summary>ODE blocks of the features.</summary>
    [Constant, Description("a constant of the definition: ODE blocks of the features")]
    public int NFeatureOdeBlocks { get; init; } = 2;

    /// <summary>ODE blocks of the coarse external map.</summary>
    [Range(1, 16), Description("ODE blocks of the coarse external map")]
    public int NExtLrOdeBlocks { get; init; } = 4;

    /// <summary>ODE blocks of the fine external map.</summary>
    [Range(1, 16), Description("ODE blocks of the fine external map")]
    public int NExtHrOdeBlocks { get; init; } = 4;

    /// <summary>Levels of the pyramid attention.</summary>
    [Constant, Description("a constant of the definition: levels of the pyramid attention")]
    public int PyramidLevels { get; init; } = 5;

    /// <summary>Sizes of the levels.</summary>
    [Constant, Description("a constant of the definition: sizes of the levels")]
    public IReadOnlyList<double> PyramidScales { get; init; } = [1.0, 0.9, 0.8, 0.7, 0.6];

    /// <summary>Cells along a patch.</summary>
    [Constant, Description("a constant of the definition: cells along a patch")]
    public int PyramidKernel { get; init; } = 3;

    /// <summary>Cells between two patches.</summary>
    [Constant, Description("a constant of the definition: cells between two patches")]
    public int PyramidStride { get; init; } = 1;

    /// <summary>Ratio of the channels to those of queries and keys.</summary>
    [Constant, Description("a constant of the definition: by how much matching has fewer channels")]
    public int PyramidReduction { get; init; } = 2;

    /// <summary>Factor before the softmax.</summary>
    [Constant, Description("a constant of the definition: factor before the softmax")]
    public double PyramidSoftmaxScale { get; init; } = 10;

    /// <summary>Factor of the input in the residual sum.</summary>
    [Constant, Description("a constant of the definition: factor of the input that is added")]
    public double PyramidResScale { get; init; } = 1;

    /// <summary>Whether all patches are averaged instead of choosing the most similar one.</summary>
    [Constant, Description("a constant of the definition: all patches are averaged rather than the likest taken")]
    public bool PyramidAverage { get; init; } = true;

    /// <summary>Smallest norm that a patch is divided by.</summary>
    [Constant, Description("a constant of the definition: least norm that a patch is divided by")]
    public double PyramidNormFloor { get; init; } = 1e-4;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (BaseChannels % PyramidReduction != 0)
        {
            throw Refusal("base_channels", Invariant($"{BaseChannels} is odd; the pyramid attention matches half of the channels"));
        }

        RequireLevels("height", Height);
        RequireLevels("width", Width);
    }

    private void RequireLevels(string setting, int size)
    {
        if (PyramidAttention.LevelSize(size, PyramidScales[^1]) == 0)
        {
            throw Refusal(setting, Invariant($"{size} leaves no cell at the pyramid attention's last level; expected at least 2"));
        }
    }
}

/// <summary>
/// UrbanODE (Zhou et al., ICASSP 2021), as in the code that CUFAR and UNO are compared with. It differs from FODE by a pyramid attention
/// between two ODE blocks, four ODE blocks for each external map, a long skip connection, a second channel gate, and a single
/// normalisation.
/// </summary>
internal sealed class UrbanOdeNetwork : FlowNetwork
{
    private readonly UrbanOdeOptions _options;
    private readonly ExternalOdes _external;
    [ComponentName(Name = "conv1")]
    private readonly Sequential _conv1;

    /// <summary>The published state dict holds these tensors twice, here and as <c>ode_blocks.1</c>.</summary>
    [ComponentName(Name = "msa")]
    private readonly PyramidAttention _attention;
    [ComponentName(Name = "ode_blocks")]
    private readonly Sequential _featureOde;
    [ComponentName(Name = "conv2")]
    private readonly Sequential _conv2;
    [ComponentName(Name = "se")]
    private readonly Sequential _coarseGate;
    [ComponentName(Name = "upsampling")]
    private readonly Sequential _upsampling;
    [ComponentName(Name = "se1")]
    private readonly Sequential _fineGate;
    [ComponentName(Name = "conv3")]
    private readonly Sequential _conv3;

    /// <param name="options">Hyperparameters.</param>
    public UrbanOdeNetwork(UrbanOdeOptions options)
        : base("urbanode", options)
    {
        _options = options;
        var (channels, flows) = (options.BaseChannels, options.InChannels);
        _conv1 = nn.Sequential(new Conv2dSame(flows + (options.UseExt ? 1 : 0), channels, 9));
        _attention = new PyramidAttention(
            channels, options.PyramidReduction, options.PyramidScales, options.PyramidSoftmaxScale, options.PyramidNormFloor);
        _featureOde = nn.Sequential(FeatureOde(options), _attention, FeatureOde(options));
        _conv2 = nn.Sequential(
            new PreciseLayerNorm(channels, options.Height, options.Width), nn.ReLU(),
            new Conv2dSame(channels, channels, 3), nn.ReLU());
        _coarseGate = nn.Sequential(("ChannelGate", new ChannelGate(channels, options.SeReduction)));
        _upsampling = SubPixelUpsampling.Of(channels, options.Stages);
        _fineGate = nn.Sequential(("ChannelGate", new ChannelGate(channels, options.SeReduction)));
        _conv3 = nn.Sequential(new Conv2dSame(channels, flows, 9), nn.ReLU());
        RegisterComponents();
        _external = new ExternalOdes(this, options, options.NExtLrOdeBlocks, options.NExtHrOdeBlocks);
        RegisterUnused(channels, flows);
    }

    /// <summary>The recipe of <see cref="FodeNetwork.Reference"/>: the same scripts train both.</summary>
    public static Recipe Reference { get; } = FodeNetwork.Reference;

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "zhou2021urbanode",
        Authors = ["Zhou, Fan", "Jing, Xin", "Li, Liang", "Zhong, Ting"],
        Title = "Inferring High-Resolutional Urban Flow with Internet of Mobile Things",
        Venue = "IEEE International Conference on Acoustics, Speech and Signal Processing",
        ShortVenue = "ICASSP",
        Year = 2021,
        Pages = "7948-7952",
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<UrbanOdeOptions>(
        "urbanode", o => new UrbanOdeNetwork(o),
        "neural ODEs, pyramid attention",
        [Paper],
        "mse",
        new(ConservationGuarantee.UpToEpsilon, Parameters: 3_053_139, MultiplyAdds: 11_940_082_432),
        Reference,
        onnx: UrbanOdeOnnx.Refine);

    /// <inheritdoc/>
    public override double InputScale => _options.ScalerX;

    /// <inheritdoc/>
    public override double OutputScale => _options.ScalerY;

    /// <inheritdoc/>
    public override ConservationGuarantee Guarantee => ConservationGuarantee.UpToEpsilon;

    /// <inheritdoc/>
    public override IReadOnlyList<string> UnusedParameters =>
        ["conv4.", "conv5.", "conv6.", .. _options.UseExt ? [] : ExternalOdes.UnusedWithoutExternals];

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var coarse = batch.Coarse;
        var density = _options.UseExt ? DensityWithExternals(coarse, batch.External) : Density(coarse);
        return Recover(density, coarse * (_options.ScalerX / _options.ScalerY), _options.N2Eps, _options.ScaleFactor);
    }

    private Tensor DensityWithExternals(Tensor coarse, Tensor? factors)
    {
        var maps = _external.Draw(factors);
        return Density(cat([coarse, maps.Coarse], 1)) + maps.Fine;
    }

    /// <summary>Computes densities [B, C, N*H, N*W] from coarse maps [B, C or C + 1, H, W].</summary>
    private Tensor Density(Tensor maps)
    {
        var start = _conv1.call(maps);
        var features = start + _featureOde.call(start);
        features = start + _coarseGate.call(features + _conv2.call(features));
        return _conv3.call(_fineGate.call(_upsampling.call(features)));
    }

    private static OdeBlock FeatureOde(UrbanOdeOptions options) => new(new FeatureDerivative(options.BaseChannels, options.Groups));

    /// <summary>Registers modules that the published class creates and never calls; see <see cref="UnusedParameters"/>.</summary>
    private void RegisterUnused(int channels, int flows)
    {
        register_module("conv4", nn.Sequential(new Conv2dSame(1, channels, 9)));
        register_module("conv5", nn.Sequential(new Conv2dSame(channels, channels, 3)));
        register_module("conv6", nn.Sequential(new Conv2dSame(channels, flows, 9)));
    }
}
