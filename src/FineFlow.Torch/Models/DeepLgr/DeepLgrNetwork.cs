using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Models.Hourly;
using FineFlow.Torch.Models.UrbanFm;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.DeepLgr;

/// <summary>How DeepLGR's region-specific weights are factored.</summary>
internal enum RegionFactoring
{
    /// <summary>Tensor (Tucker) decomposition.</summary>
    Td,

    /// <summary>Matrix decomposition.</summary>
    Md,

    /// <summary>No region-specific weights. The published code creates a 1x1 convolution for this case and never calls it.</summary>
    Conv,
}

/// <summary>Hyperparameters of DeepLGR's inference variant, with the authors' defaults for TaxiBJ.</summary>
internal sealed record DeepLgrOptions : UrbanFmShellOptions
{
    /// <summary>Creates the defaults.</summary>
    public DeepLgrOptions() => NResidualBlocks = 12;

    /// <summary>How the region-specific weights are factored.</summary>
    [Description("how the region-specific weights are factored: td, md, or conv for none")]
    public RegionFactoring Predictor { get; init; } = RegionFactoring.Td;

    /// <summary>Ratio of the features' channels to the gates' hidden channels.</summary>
    [Range(1, 1024), Description("the gates' hidden layer is this many times narrower than the features")]
    public int SeReduction { get; init; } = 16;

    /// <summary>Window sizes k of the global pyramid's levels, which are averages over k x k windows.</summary>
    [Description("levels k of the global pyramid, each the averages over k x k windows")]
    public IReadOnlyList<int> PyramidSizes { get; init; } = [1, 2, 4, 8];

    /// <summary>Ranks of the td predictor's core tensor: rows, columns and features.</summary>
    [Description("core tensor of the td predictor: ranks of rows, columns and features")]
    public IReadOnlyList<int> TdCore { get; init; } = [16, 16, 32];

    /// <summary>Rank of the md predictor.</summary>
    [Range(1, 4096), Description("rank of the md predictor")]
    public int MdRank { get; init; } = 10;

    internal int FineHeight => Height * ScaleFactor;

    internal int FineWidth => Width * ScaleFactor;

    /// <summary>True: pyramid and predictor have weights for every cell.</summary>
    public override bool FixedMapSize => true;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (BaseChannels % SeReduction != 0 || BaseChannels % GlobalPyramid.Reduction != 0)
        {
            throw Refusal(
                "base_channels",
                Invariant($"is {BaseChannels}; ")
                    + Invariant($"expected a multiple of {SeReduction} (se_reduction) ")
                    + Invariant($"and of {GlobalPyramid.Reduction} (a pyramid level's share)"));
        }

        if (PyramidSizes is not { Count: > 0 } || PyramidSizes.Any(k => k < 1 || FineHeight % k != 0 || FineWidth % k != 0))
        {
            throw Refusal(
                "pyramid_sizes", Invariant($"expected divisors of the fine map's {FineHeight} rows and {FineWidth} columns, at least one"));
        }

        if (TdCore is not { Count: 3 } || TdCore.Any(rank => rank is < 1 or > 4096))
        {
            throw Refusal("td_core", "expected three ranks from 1 to 4096: of rows, columns and features");
        }
    }
}

/// <summary>
/// DeepLGR (Liang et al., ECML PKDD 2020) as adapted to inference by Yu et al. (CUFAR, AAAI 2023): UrbanFM's input and output layers around
/// local squeeze-and-excitation blocks, a global pyramid and a region-specific predictor on the fine map.
/// </summary>
internal sealed class DeepLgrNetwork : FlowNetwork
{
    private readonly DeepLgrOptions _options;
    private readonly ExternalMaps? _external;
    [ComponentName(Name = "conv1")]
    private readonly Sequential _head;
    [ComponentName(Name = "senet")]
    private readonly Sequential _local;
    [ComponentName(Name = "conv2")]
    private readonly Sequential _body;
    [ComponentName(Name = "upsampling")]
    private readonly Sequential _upsampling;
    [ComponentName(Name = "glonet")]
    private readonly GlobalPyramid _global;
    [ComponentName(Name = "predictor")]
    private readonly RegionPredictor _predictor = new();
    [ComponentName(Name = "core")]
    private readonly Parameter? _core;
    [ComponentName(Name = "F")]
    private readonly Parameter? _features;
    [ComponentName(Name = "H")]
    private readonly Parameter? _rows;
    [ComponentName(Name = "W")]
    private readonly Parameter? _columns;
    [ComponentName(Name = "L")]
    private readonly Parameter? _cells;
    [ComponentName(Name = "R")]
    private readonly Parameter? _basis;
    [ComponentName(Name = "conv3")]
    private readonly Sequential _tail;

    /// <param name="options">Hyperparameters.</param>
    public DeepLgrNetwork(DeepLgrOptions options)
        : base("deeplgr", options)
    {
        _options = options;
        var (flows, channels, maps) = (options.InChannels, options.BaseChannels, options.UseExt ? 1 : 0);
        var (height, width) = (options.FineHeight, options.FineWidth);
        if (options.UseExt)
        {
            _external = new ExternalMaps(this, options.Height, options.Width, options.Stages, options.ExtHidden, options.Dropout);
        }

        _head = nn.Sequential(new Conv2dSame(flows + maps, channels, 9), nn.ReLU());
        _local = nn.Sequential(
            Enumerable.Range(0, options.NResidualBlocks).Select(_ => new SqueezeExciteBlock(channels, options.SeReduction)));
        _body = nn.Sequential(new Conv2dSame(channels, channels, 3), nn.BatchNorm2d(channels));
        _upsampling = SubPixelUpsampling.Of(channels, options.Stages);
        _global = new GlobalPyramid(channels, height, width, options.PyramidSizes);
        switch (options.Predictor)
        {
            case RegionFactoring.Td:
                var (rows, columns, features) = (options.TdCore[0], options.TdCore[1], options.TdCore[2]);
                _core = Small(rows, columns, features);
                _features = Small(features, channels * flows);
                _rows = Small(rows, height);
                _columns = Small(columns, width);
                break;
            case RegionFactoring.Md:
                _cells = Small(height * width, options.MdRank);
                _basis = Small(options.MdRank, channels * flows);
                break;
        }

        var predicted = options.Predictor == RegionFactoring.Conv ? channels : flows;
        var tail = new Conv2dSame(predicted + maps, flows, 9);
        if (!options.UseExt && options.Predictor != RegionFactoring.Conv)
        {
            // The predictor starts near 0, so that without external maps the tail's bias alone decides. With a bias below 0 the last ReLU
            // would be 0 in every cell, and the network would never learn.
            using var _ = no_grad();
            tail.Bias!.abs_();
        }

        _tail = nn.Sequential(tail, nn.ReLU());
        RegisterComponents();
        if (options.Predictor == RegionFactoring.Conv)
        {
            register_module("output_conv", nn.Sequential(new Conv2dSame(channels, 1, 1))); // stored as published, never called
        }
    }

    /// <summary>
    /// The recipe of the inference variant's training script (CUFAR): Adam at 1e-4 with 0.9 for both betas, batches of 16, 100 epochs, MSE
    /// in counts.
    /// </summary>
    public static Recipe Reference { get; } = CufarNetwork.Reference;

    /// <summary>The paper of the model.</summary>
    public static Publication Paper { get; } = new()
    {
        Key = "liang2020deeplgr",
        Authors = ["Liang, Yuxuan", "Ouyang, Kun", "Wang, Yiwei", "Liu, Ye", "Zhang, Junbo", "Zheng, Yu", "Rosenblum, David S."],
        Title = "Revisiting Convolutional Neural Networks for Citywide Crowd Flow Analytics",
        Venue = "Machine Learning and Knowledge Discovery in Databases: European Conference, ECML PKDD 2020",
        ShortVenue = "ECML PKDD",
        Year = 2020,
        Pages = "578-594",
        Arxiv = "2003.00895",
    };

    /// <summary>The model's row in the catalog.</summary>
    public static ModelEntry Entry { get; } = ModelEntry.Define<DeepLgrOptions>(
        "deeplgr", o => new DeepLgrNetwork(o),
        "local, global and region-specific features",
        [Paper, CufarNetwork.Paper],
        "mse",
        new(ConservationGuarantee.UpToEpsilon, Parameters: 11_026_449, MultiplyAdds: 7_240_703_488),
        Reference,
        onnx: DeepLgrOnnx.Refine);

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
        var features = shallow + _body.call(_local.call(shallow));
        var fine = _global.call(_upsampling.call(features));
        var predicted = RegionWeights() is { } weights ? _predictor.call(fine, weights) : fine;
        var density = _tail.call(ExternalMaps.Join(predicted, maps?.Fine));

        var coarse = batch.Coarse * _options.ScalerX / _options.ScalerY;
        return Recover(density, coarse, _options.N2Eps, _options.ScaleFactor);
    }

    /// <summary>Computes the predictor's weights [flows, channels, rows, columns] from their factors; null where there are none.</summary>
    private Tensor? RegionWeights()
    {
        var (flows, channels, height, width) = (_options.InChannels, _options.BaseChannels, _options.FineHeight, _options.FineWidth);
        return _options.Predictor switch
        {
            RegionFactoring.Td => einsum("abc,cf,ah,bw->fhw", _core!, _features!, _rows!, _columns!)
                .reshape(flows, channels, height, width),
            RegionFactoring.Md => _cells!.matmul(_basis!).t().reshape(channels, flows, height, width).transpose(0, 1),
            _ => null,
        };
    }

    private static Parameter Small(params long[] shape)
    {
        var parameter = new Parameter(empty(shape));
        nn.init.normal_(parameter, 0, 0.02);
        return parameter;
    }
}
