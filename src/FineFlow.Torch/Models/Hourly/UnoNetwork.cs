using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>Hyperparameters of UNO, with the authors' defaults for TaxiBJ.</summary>
internal sealed record UnoOptions : HourlyOptions
{
    /// <summary>Creates the defaults. UNO's weather table is larger than CUFAR's.</summary>
    public UnoOptions() => WeatherVocab = 128;

    /// <summary>Channels n of the coarse features.</summary>
    [Range(2, 1024), Description("channels n of the coarse features, a multiple of heads")]
    public int NFeats { get; init; } = 64;

    /// <summary>Residual blocks M of the encoder.</summary>
    [Range(0, 1024), Description("residual blocks M of the encoder")]
    public int NResblocks { get; init; } = 16;

    /// <summary>Factor of a residual block's residual.</summary>
    [Range(-1000, 1000), Description("factor of what a residual block adds")]
    public double ResScale { get; init; } = 1;

    /// <summary>Attention heads.</summary>
    [Range(1, 512), Description("attention heads, of at least 2 channels each")]
    public int Heads { get; init; } = 16;

    /// <summary>Epsilon of the heads' layer norms.</summary>
    [Range(1e-12, 1), Description("epsilon of the heads' layer norms")]
    public double LnEps { get; init; } = 1e-5;

    /// <inheritdoc/>
    internal override bool ReadsHours => UseExt;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (BaseChannels % 2 != 0)
        {
            throw Refusal(
                "base_channels", Invariant($"is {BaseChannels}; an even number is expected, half of it are the channels inside a branch"));
        }

        if (NFeats % Heads != 0 || NFeats / Heads < 2)
        {
            throw Refusal("n_feats", Invariant($"is {NFeats}; a multiple of heads ({Heads}) with at least 2 channels a head is expected"));
        }
    }
}

/// <summary>
/// UNO, the urban neural operator (Gao et al., IJCAI 2024). Coarse features pass two kernel integrals and are sampled at the centres of the
/// fine cells. There, CUFAR's two branches and hourly output refine them, with every coarse cell as a tile.
/// </summary>
internal sealed class UnoNetwork : HourlyNetwork
{
    private readonly UnoOptions _options;
    [ComponentName(Name = "encoder")]
    private readonly ResidualEncoder _encoder;
    [ComponentName(Name = "conv0")]
    private readonly GalerkinAttention _integral0;
    [ComponentName(Name = "conv1")]
    private readonly GalerkinAttention _integral1;
    [ComponentName(Name = "ic_layer")]
    private readonly IndependentComponentLayer _sampled;

    // The published class builds it for one flow channel and does not use it with external factors; without them it replaces the hours'.
    [ComponentName(Name = "time_my")]
    private readonly Conv2dSame _shared;

    /// <param name="options">Hyperparameters.</param>
    public UnoNetwork(UnoOptions options)
        : base("uno", options, Shape(options))
    {
        _options = options;
        _encoder = new ResidualEncoder(options.InChannels, options.NFeats, options.NResblocks, options.ResScale);
        _integral0 = new GalerkinAttention(options.NFeats, options.Heads, options.LnEps);
        _integral1 = new GalerkinAttention(options.NFeats, options.Heads, options.LnEps);
        _sampled = new IndependentComponentLayer(options.NFeats, options.BnEps, options.Dropout);
        _shared = new Conv2dSame(2 * options.BaseChannels, options.UseExt ? 1 : options.InChannels, 3);
        RegisterComponents();
    }

    /// <summary>
    /// The authors' recipe for a single task (train_single.py): halved before epochs 0, 20 and 40, with 0.9 for both betas.
    /// </summary>
    public static Recipe Reference { get; } = Recipe.Common with
    {
        LearningRate = 2e-4,
        Schedule = [new(First: 0, Every: 20, Factor: 0.5, Last: 40), new(First: 50, Every: 1, Factor: 0.8)],
        Beta2 = 0.9,
        BatchSize = 16,
        Epochs = 60,
        Patience = null,
    };

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "gao2024uno",
        Authors = ["Gao, Qiang", "Song, Xiaolong", "Huang, Li", "Trajcevski, Goce", "Zhou, Fan", "Chen, Xueqin"],
        Title = "Enhancing Fine-Grained Urban Flow Inference via Incremental Neural Operator",
        Venue = "Proceedings of the Thirty-Third International Joint Conference on Artificial Intelligence",
        ShortVenue = "IJCAI",
        Year = 2024,
        Pages = "5826-5834",
        Doi = "10.24963/ijcai.2024/644",
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<UnoOptions>(
        "uno", o => new UnoNetwork(o),
        "urban neural operator",
        [Paper],
        "smoothl1",
        new(ConservationGuarantee.UpToEpsilon, Parameters: 117_913_472, MultiplyAdds: 9_972_550_144),
        Reference,
        onnx: HourlyOnnx.Uno);

    /// <inheritdoc/>
    public override IReadOnlyList<string> UnusedParameters =>
        _options.UseExt ? ["encoder.sub_mean.", "encoder.add_mean.", "time_my."] : ["encoder.sub_mean.", "encoder.add_mean."];

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = NewDisposeScope();
        var encoded = _encoder.call(ChannelsLast.Of(batch.Coarse)).contiguous(); // the integrals run over the cells of a channel
        var coarse = ChannelsLast.Of(_integral1.call(_integral0.call(encoded)));
        var fine = _sampled.call(nn.functional.relu(ZeroPaddedSampling.To(coarse, _options.ScaleFactor)));
        return scope.MoveToOuter(Fuse(fine, batch));
    }

    private protected override Tensor Output(Tensor fused, Tensor? rows) =>
        rows is null ? _shared.call(fused) : base.Output(fused, rows);

    /// <summary>Returns branches that read the fine grid, where one coarse cell is one tile, and do not upscale.</summary>
    internal static BranchShape Shape(UnoOptions options) => new(
        options.NFeats,
        options.ScaleFactor * options.Height,
        options.ScaleFactor * options.Width,
        new TileGrid(options.Height, options.Width),
        Middle: options.BaseChannels / 2,
        Factor: 1,
        HasHourHeads: options.UseExt);
}
