using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Core.Settings;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.Hourly;
using FineFlow.Torch.Networks;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>Hyperparameters of FODE.</summary>
internal sealed record FodeOptions : OdeNetworkOptions
{
    /// <summary>Epsilon of the N2-normalisation.</summary>
    [Range(1e-12, 1), Description("epsilon of the N2-normalisation")]
    public double N2Eps { get; init; } = 1e-6;

    /// <summary>ODE blocks of the features.</summary>
    [Constant, Description("a constant of the definition: ODE blocks of the features")]
    public int NFeatureOdeBlocks { get; init; } = 1;

    /// <summary>ODE blocks of the coarse external map.</summary>
    [Range(1, 16), Description("ODE blocks of the coarse external map")]
    public int NExtLrOdeBlocks { get; init; } = 1;

    /// <summary>ODE blocks of the fine external map.</summary>
    [Range(1, 16), Description("ODE blocks of the fine external map")]
    public int NExtHrOdeBlocks { get; init; } = 1;
}

/// <summary>
/// FODE: flow maps by neural ODEs (Zhou et al., IJCAI 2020), as in the code that CUFAR and UNO are compared with. An ODE block replaces
/// UrbanFM's residual blocks, and further ODE blocks carry the external factors to the coarse and to the fine map.
/// </summary>
internal sealed class FodeNetwork : FlowNetwork
{
    private readonly FodeOptions _options;
    private readonly ExternalOdes _external;
    [ComponentName(Name = "conv1")]
    private readonly Sequential _conv1;
    [ComponentName(Name = "ode_blocks")]
    private readonly Sequential _featureOde;
    [ComponentName(Name = "conv2")]
    private readonly Sequential _conv2;
    [ComponentName(Name = "se")]
    private readonly Sequential _gate;
    [ComponentName(Name = "upsampling")]
    private readonly Sequential _upsampling;
    [ComponentName(Name = "conv3")]
    private readonly Sequential _conv3;

    /// <param name="options">Hyperparameters.</param>
    public FodeNetwork(FodeOptions options)
        : base("fode", options)
    {
        _options = options;
        var (channels, flows) = (options.BaseChannels, options.InChannels);
        _conv1 = nn.Sequential(new Conv2dSame(flows + (options.UseExt ? 1 : 0), channels, 9));
        _featureOde = nn.Sequential(new OdeBlock(new FeatureDerivative(channels, options.Groups)));
        _conv2 = nn.Sequential(
            new PreciseLayerNorm(channels, options.Height, options.Width), nn.ReLU(),
            new Conv2dSame(channels, channels, 3), nn.ReLU());
        _gate = nn.Sequential(("ChannelGate", new ChannelGate(channels, options.SeReduction)));
        _upsampling = SubPixelUpsampling.Of(channels, options.Stages);
        _conv3 = nn.Sequential(new Conv2dSame(channels, flows, 9), nn.ReLU());
        RegisterComponents();
        _external = new ExternalOdes(this, options, options.NExtLrOdeBlocks, options.NExtHrOdeBlocks);
    }

    /// <summary>
    /// The recipe of CUFAR's scripts (train_single_task.py), since its own authors' code is not public. The second beta of 0.9 may be a
    /// mistake and is kept. The model is validated after every epoch, and training never stops early.
    /// </summary>
    public static Recipe Reference { get; } = CufarNetwork.Reference;

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "zhou2020fode",
        Authors = ["Zhou, Fan", "Li, Liang", "Zhong, Ting", "Trajcevski, Goce", "Zhang, Kunpeng", "Wang, Jiahao"],
        Title = "Enhancing Urban Flow Maps via Neural ODEs",
        Venue = "Proceedings of the Twenty-Ninth International Joint Conference on Artificial Intelligence",
        ShortVenue = "IJCAI",
        Year = 2020,
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<FodeOptions>(
        "fode", o => new FodeNetwork(o),
        "neural ODE blocks",
        [Paper],
        "mse",
        new(ConservationGuarantee.UpToEpsilon, Parameters: 2_131_423, MultiplyAdds: 4_638_368_512),
        Reference,
        onnx: FodeOnnx.Refine);

    /// <inheritdoc/>
    public override double InputScale => _options.ScalerX;

    /// <inheritdoc/>
    public override double OutputScale => _options.ScalerY;

    /// <inheritdoc/>
    public override ConservationGuarantee Guarantee => ConservationGuarantee.UpToEpsilon;

    /// <inheritdoc/>
    public override IReadOnlyList<string> UnusedParameters => _options.UseExt ? [] : ExternalOdes.UnusedWithoutExternals;

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var coarse = batch.Coarse;
        var inOutputUnits = coarse * (_options.ScalerX / _options.ScalerY);
        if (!_options.UseExt)
        {
            return Recover(Density(coarse), inOutputUnits, _options.N2Eps, _options.ScaleFactor);
        }

        var maps = _external.Draw(batch.External);
        var density = Density(cat([coarse, maps.Coarse], 1)) + maps.Fine;

        // The shares are weighted by those of the ODE's external map and normalised once more.
        var shares = DensityRecovery.Shares(density, _options.ScaleFactor, _options.N2Eps);
        var weights = DensityRecovery.Shares(maps.Evolved, _options.ScaleFactor, _options.N2Eps).sigmoid();
        return Recover(shares * weights + shares, inOutputUnits, _options.N2Eps, _options.ScaleFactor);
    }

    /// <summary>Computes densities [B, C, N*H, N*W] from coarse maps [B, C or C + 1, H, W].</summary>
    private Tensor Density(Tensor maps)
    {
        var start = _conv1.call(maps);
        var features = start + _featureOde.call(start);
        features = _gate.call(features + _conv2.call(features));
        return _conv3.call(_upsampling.call(features));
    }
}
