using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Plgf;

/// <summary>How PLGF transforms coarse counts before its first layer.</summary>
internal enum InputTransform
{
    /// <summary>ln(1 + x).</summary>
    Log1p,

    /// <summary>x / scaler_x.</summary>
    Scale,
}

/// <summary>Hyperparameters of PLGF, with the paper's defaults (appendix A).</summary>
internal sealed record PlgfOptions : NetworkOptions
{
    /// <summary>Channels C of the feature maps.</summary>
    [Range(8, 1024), Description("channels C of the feature maps, a multiple of 8")]
    public int BaseChannels { get; init; } = 128;

    /// <summary>Width d of the context vector.</summary>
    [Range(4, 1024), Description("width d of the context vector, a multiple of 4")]
    public int ContextChannels { get; init; } = 128;

    /// <summary>Growth rate G of the residual dense block.</summary>
    [Range(1, 512), Description("growth rate G of the residual dense block")]
    public int GrowthRate { get; init; } = 32;

    /// <summary>Layers L of the residual dense block.</summary>
    [Range(1, 16), Description("layers L of the residual dense block")]
    public int RdbLayers { get; init; } = 4;

    /// <summary>Levels S of the feature pyramid.</summary>
    [Range(1, 8), Description("levels S of the feature pyramid")]
    public int PyramidScales { get; init; } = 4;

    /// <summary>Whether external factors condition the network; without them the context is one learned vector.</summary>
    [Description("condition on external factors; without them the context is one learned vector")]
    public bool UseExt { get; init; } = true;

    /// <summary>Transform of the coarse counts before the first layer.</summary>
    [Description("what the network sees of the coarse counts: log1p or scale (x / scaler_x)")]
    public InputTransform InputTransform { get; init; } = InputTransform.Log1p;

    /// <summary>Divisor of the <see cref="InputTransform.Scale"/> transform, in counts.</summary>
    [Range(1e-6, 1e9), Description("divisor of the scale transform, in counts")]
    public double ScalerX { get; init; } = 1;

    /// <summary>Whether to use FiLM; false for the ablation "wo/ FiLM" (Table 2).</summary>
    [Description("false: the paper's ablation without FiLM")]
    public bool UseFilm { get; init; } = true;

    /// <summary>Whether to fuse local and global path; false for the ablation "wo/ Local-Global Fusion" (Table 2).</summary>
    [Description("false: the paper's ablation without local-global fusion")]
    public bool UseFusion { get; init; } = true;

    /// <summary>Whether to use the gate; false for the ablation "wo/ Context-Gated Attention" (Table 2).</summary>
    [Description("false: the paper's ablation without context-gated attention")]
    public bool UseGate { get; init; } = true;

    /// <inheritdoc/>
    public override bool NeedsExternals => UseExt;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (BaseChannels % ContextGate.Heads != 0)
        {
            throw Refusal("base_channels", Invariant($"{BaseChannels} is not a multiple of {ContextGate.Heads} (its attention heads)"));
        }

        if (ContextChannels % ContextEmbedding.Heads != 0)
        {
            throw Refusal(
                "context_channels", Invariant($"{ContextChannels} is not a multiple of {ContextEmbedding.Heads} (its attention heads)"));
        }

        _ = UpscalingStages.Of(ScaleFactor);
    }
}

/// <summary>
/// PLGF: Progressive Local-Global Fusion (Zhu et al., AAAI 2026, section 4). A context vector of the external factors conditions a chain of
/// upscaling blocks, one for each prime factor of the scale. A density map splits the coarse counts.
/// </summary>
internal sealed class PlgfNetwork : FlowNetwork
{
    private readonly PlgfOptions _options;
    [ComponentName(Name = "context")]
    private readonly ContextEmbedding _context;
    [ComponentName(Name = "head")]
    private readonly Conv2dSame _head;
    [ComponentName(Name = "blocks")]
    private readonly ModuleList<UpscalingBlock> _blocks;
    [ComponentName(Name = "density")]
    private readonly DensityHead _density;

    /// <param name="options">Hyperparameters.</param>
    public PlgfNetwork(PlgfOptions options)
        : base("plgf", options)
    {
        _options = options;
        _context = new ContextEmbedding(options.ContextChannels, options.UseExt);
        _head = new Conv2dSame(options.InChannels, options.BaseChannels, 3);
        _blocks = [.. UpscalingStages.Of(options.ScaleFactor).Select(factor => new UpscalingBlock(options, factor))];
        _density = new DensityHead(options.BaseChannels, options.InChannels);

        // On real, mostly empty maps the features hardly vary at first. With a bias near 0 the last ReLU may be 0 everywhere, and the
        // network never learns. The paper does not give its initialisation; with a bias of 1 every block starts as an even split.
        nn.init.ones_(_density.Bias);
        RegisterComponents();
    }

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "zhu2026plgf",
        Authors = ["Zhu, Yuanshao", "Zhao, Xiangyu", "Zhang, Zijian", "Wei, Xuetao", "Yu, James Jianqiao"],
        Title = "Boosting Fine-Grained Urban Flow Inference via Lightweight Architecture and Focalized Optimization",
        Venue = "Proceedings of the AAAI Conference on Artificial Intelligence",
        ShortVenue = "AAAI",
        Year = 2026,
        Arxiv = "2511.07098",
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<PlgfOptions>(
        "plgf", o => new PlgfNetwork(o),
        "progressive local-global fusion",
        [Paper],
        "dualfocal",
        new(ConservationGuarantee.Exactly, Parameters: 3_556_141, MultiplyAdds: 5_698_093_600),
        supportsBf16: true,
        onnx: PlgfOnnx.Refine);

    /// <inheritdoc/>
    public override ConservationGuarantee Guarantee => ConservationGuarantee.Exactly;

    /// <inheritdoc/>
    public override Tensor Refine(FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var coarse = batch.Coarse;
        var context = _context.forward(batch.External, coarse.shape[0]); // eq. 2: e_cond

        var features = ChannelsLast.Of(_head.call(Transform(coarse).to(_head.Weight.dtype))); // F_0
        foreach (var block in _blocks)
        {
            features = block.call(features, context); // eq. 3: F_s = PUB_s(F_{s-1}, e_cond)
        }

        var density = nn.functional.relu(_density.call(features)); // eq. 11
        return DensityRecovery.Exact(density, coarse, _options.ScaleFactor);
    }

    private Tensor Transform(Tensor coarse) =>
        _options.InputTransform == InputTransform.Log1p ? coarse.log1p() : coarse / _options.ScalerX;
}

/// <summary>
/// Progressive upscaling block (section 4, figure 3): FiLM, local and global path, their fusion, context-gated attention, PixelShuffle.
/// [B, C, H, W] and the context [B, d] to [B, C, r*H, r*W].
/// </summary>
internal sealed class UpscalingBlock : nn.Module<Tensor, Tensor, Tensor>, ICountsMultiplyAdds
{
    [ComponentName(Name = "film")]
    private readonly Film? _film;
    [ComponentName(Name = "local")]
    private readonly ResidualDenseBlock? _local;
    [ComponentName(Name = "global")]
    private readonly FeaturePyramid? _global;
    [ComponentName(Name = "fuse")]
    private readonly Conv2dSame _fuse;
    [ComponentName(Name = "fuse_norm")]
    private readonly GroupNormGelu _fuseNorm;
    [ComponentName(Name = "gate")]
    private readonly ContextGate? _gate;
    [ComponentName(Name = "expand")]
    private readonly Conv2dSame _expand;
    [ComponentName(Name = "expand_norm")]
    private readonly GroupNormGelu _expandNorm;
    private readonly int _factor;

    public UpscalingBlock(PlgfOptions options, int factor)
        : base(nameof(UpscalingBlock))
    {
        var channels = options.BaseChannels;
        _factor = factor;
        if (options.UseFilm)
        {
            _film = new Film(options.ContextChannels, channels);
        }

        if (options.UseFusion)
        {
            _local = new ResidualDenseBlock(channels, options.GrowthRate, options.RdbLayers);
            _global = new FeaturePyramid(channels, options.PyramidScales);
        }

        _fuse = options.UseFusion ? new Conv2dSame(2 * channels, channels, 1) : new Conv2dSame(channels, channels, 3);
        _fuseNorm = new GroupNormGelu(channels);
        if (options.UseGate)
        {
            _gate = new ContextGate(options.ContextChannels, channels);
        }

        _expand = new Conv2dSame(channels, factor * factor * channels, 3, subCells: factor * factor);
        _expandNorm = new GroupNormGelu(factor * factor * channels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor features, Tensor context)
    {
        using var scope = NewDisposeScope();
        var x = _film is null ? features : _film.call(features, context); // eq. 4-5
        if (_local is not null && _global is not null)
        {
            x = cat([_local.call(x), _global.call(x)], 1); // eq. 6-8
        }

        var fused = _fuseNorm.call(_fuse.call(x));
        var refined = _gate is null ? fused : _gate.call(fused, context); // eq. 9
        return scope.MoveToOuter(SubPixelExpansion.Apply(
            _expand.Operation, refined, (_expand.Weight, _expand.Bias), (_expandNorm.Weight, _expandNorm.Bias), _expandNorm.Groups,
            _factor)); // eq. 10
    }

    /// <summary>Returns the work of the expansion, which is one operation with its normalisation.</summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs) => _expand.MultiplyAdds(inputs);
}
