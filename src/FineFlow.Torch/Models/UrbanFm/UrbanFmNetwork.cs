using FineFlow.Torch.Layers;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.UrbanFm;

/// <summary>
/// Hyperparameters of UrbanFM, with the authors' defaults for TaxiBJ except for the scalers (the authors use 1500 and 100).
/// </summary>
internal sealed record UrbanFmOptions : UrbanFmShellOptions
{
    /// <summary>Whether the network has an external branch, whose map has a fixed size.</summary>
    public override bool FixedMapSize => UseExt;
}

/// <summary>
/// UrbanFM (Liang et al., KDD 2019, section 3): residual features of the coarse map, sub-pixel upsampling, and distributional upsampling,
/// which turns the fine features into shares of the coarse counts. External factors join input and features as one more map.
/// </summary>
internal sealed class UrbanFmNetwork : FlowNetwork
{
    private readonly UrbanFmOptions _options;
    private readonly ExternalMaps? _external;
    [ComponentName(Name = "conv1")]
    private readonly Sequential _head;
    [ComponentName(Name = "res_blocks")]
    private readonly Sequential _blocks;
    [ComponentName(Name = "conv2")]
    private readonly Sequential _body;
    [ComponentName(Name = "upsampling")]
    private readonly Sequential _upsampling;
    [ComponentName(Name = "conv3")]
    private readonly Sequential _tail;

    /// <param name="options">Hyperparameters.</param>
    public UrbanFmNetwork(UrbanFmOptions options)
        : base("urbanfm", options)
    {
        _options = options;
        var (flows, channels, maps) = (options.InChannels, options.BaseChannels, options.UseExt ? 1 : 0);
        if (options.UseExt)
        {
            _external = new ExternalMaps(this, options.Height, options.Width, options.Stages, options.ExtHidden, options.Dropout);
        }

        _head = nn.Sequential(new Conv2dSame(flows + maps, channels, 9), nn.ReLU());
        _blocks = ResidualBlock.Stack(options.NResidualBlocks, channels);
        _body = nn.Sequential(new Conv2dSame(channels, channels, 3), nn.BatchNorm2d(channels));
        _upsampling = SubPixelUpsampling.Of(channels, options.Stages);
        _tail = nn.Sequential(new Conv2dSame(channels + maps, flows, 9), nn.ReLU());
        RegisterComponents();
        NormalInitialization.Apply(this);
    }

    /// <summary>
    /// The authors' training script: Adam at 1e-4, replaced by a new Adam at half the rate after epochs 20, 40, ... (from 0), batches of
    /// 16, 100 epochs, MSE in units of scaler_y. The authors validate every 20 steps, FineFlow after each epoch.
    /// </summary>
    public static Recipe Reference { get; } = Recipe.Common with
    {
        Epochs = 100,
        BatchSize = 16,
        LearningRate = 1e-4,
        Schedule = [new(First: 21, Every: 20, Factor: 0.5)],
        ResetsMoments = true,
        ScaledLoss = true,
        Patience = null,
    };

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "liang2019urbanfm",
        Authors =
        [
            "Liang, Yuxuan", "Ouyang, Kun", "Jing, Lin", "Ruan, Sijie", "Liu, Ye", "Zhang, Junbo", "Rosenblum, David S.",
            "Zheng, Yu",
        ],
        Title = "UrbanFM: Inferring Fine-Grained Urban Flows",
        Venue = "Proceedings of the 25th ACM SIGKDD International Conference on Knowledge Discovery and Data Mining",
        ShortVenue = "KDD",
        Year = 2019,
        Pages = "3132-3142",
        Doi = "10.1145/3292500.3330646",
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<UrbanFmOptions>(
        "urbanfm", o => new UrbanFmNetwork(o),
        "distributional upsampling",
        [Paper],
        "mse",
        new(ConservationGuarantee.UpToEpsilon, Parameters: 6_226_752, MultiplyAdds: 8_195_479_040),
        Reference,
        new() { ["scaler_x"] = 1500, ["scaler_y"] = 100 },
        onnx: UrbanFmOnnx.Refine);

    /// <inheritdoc/>
    public override double InputScale => _options.ScalerX;

    /// <inheritdoc/>
    public override double OutputScale => _options.ScalerY;

    /// <inheritdoc/>
    public override ConservationGuarantee Guarantee => ConservationGuarantee.UpToEpsilon;

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var maps = _external?.Draw(batch.External);

        var shallow = _head.call(ChannelsLast.Of(ExternalMaps.Join(batch.Coarse, maps?.Coarse)));
        var features = shallow + _body.call(_blocks.call(shallow));
        var fine = _upsampling.call(features);
        var density = _tail.call(ExternalMaps.Join(fine, maps?.Fine));

        // Distributional upsampling: shares by N2-normalization, times the coarse counts (section 3.1).
        var coarse = batch.Coarse * _options.ScalerX / _options.ScalerY;
        return Recover(density, coarse, _options.N2Eps, _options.ScaleFactor);
    }
}
