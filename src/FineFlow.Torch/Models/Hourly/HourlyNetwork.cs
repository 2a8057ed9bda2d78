using FineFlow.Core;
using FineFlow.Torch.Layers;
using FineFlow.Torch.Networks;
using FineFlow.Torch.Ops;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>
/// The common part of CUFAR and UNO. Two branches read the same features: one the whole map, one tile by tile with separate weights. The
/// output convolution of the sample's hour computes a density from both, which splits the coarse counts. Derived constructors end with
/// RegisterComponents().
/// </summary>
internal abstract class HourlyNetwork : FlowNetwork
{
    private const int MapsOfMoment = 2;
    private readonly HourlyOptions _options;
    private readonly TileGrid _tiles;
    private readonly ExternalEmbedding? _embedding;
    private readonly TimeSlotMaps? _tileMaps;
    private readonly TimeSlotMaps? _wholeMaps;
    [ComponentName(Name = "local_sub_model")]
    private readonly TwoConvBranch _local;
    [ComponentName(Name = "global_model")]
    private readonly TwoConvBranch _global;
    [ComponentName(Name = "time_conv")]
    private readonly HourHeads? _heads;

    /// <param name="name">The catalog's name of the model.</param>
    /// <param name="options">Hyperparameters.</param>
    /// <param name="shape">The branches, in which the two networks differ.</param>
    private protected HourlyNetwork(string name, HourlyOptions options, BranchShape shape)
        : base(name, options)
    {
        _options = options;
        _tiles = shape.Tiles;
        var inputs = shape.Inputs;
        if (options.UseExt)
        {
            inputs += MapsOfMoment;
            _embedding = new ExternalEmbedding(this, options.WeatherVocab);
            _tileMaps = Maps("ext2lr", "time_emb_region", (shape.Height / _tiles.Down, shape.Width / _tiles.Across));
            _wholeMaps = Maps("ext2lr_global", "time_emb_global", (shape.Height, shape.Width));
        }

        _global = Branch(tiles: 1, options.GlobalKernel);
        _local = Branch(_tiles.Count, options.LocalKernel);
        if (shape.HasHourHeads)
        {
            _heads = new HourHeads(options.TimeSpan, 2 * options.BaseChannels, options.InChannels);
        }

        TimeSlotMaps Maps(string factors, string hours, (int Height, int Width) size) =>
            new(this, factors, hours, size, options.TimeSpan, options.ExtHidden, options.Dropout);

        TwoConvBranch Branch(int tiles, int kernel) =>
            new(tiles, inputs, shape.Middle, options.BaseChannels, shape.Factor, kernel, options.BnEps, options.Dropout);
    }

    /// <inheritdoc/>
    public override double InputScale => _options.ScalerX;

    /// <inheritdoc/>
    public override double OutputScale => _options.ScalerY;

    /// <inheritdoc/>
    public override ConservationGuarantee Guarantee => ConservationGuarantee.UpToEpsilon;

    /// <summary>Computes fine flow in the output scale from features at the size that the branches read.</summary>
    private protected Tensor Fuse(Tensor features, FlowBatch batch)
    {
        using var scope = NewDisposeScope();
        var rows = NeedsExternals ? HeadRows(batch.External!) : null;
        var whole = features;
        var tiles = _tiles.Cut(features);
        if (_embedding is not null)
        {
            var factors = _embedding.Embed(batch.External!);
            whole = cat([whole, ChannelsLast.Of(_wholeMaps!.Of(factors, rows!))], 1); // in the order of UNO's features
            var ofTile = _tileMaps!.Of(factors, rows!).unsqueeze(1); // the same two maps in every tile
            tiles = cat([tiles, ofTile.expand(-1, _tiles.Count, -1, -1, -1)], 2);
        }

        var local = _tiles.Join(_local.call(tiles.flatten(1, 2)));
        var fused = cat([local, _global.call(whole)], 1);
        var density = nn.functional.relu(Output(fused, rows));
        var coarse = batch.Coarse * (_options.ScalerX / _options.ScalerY);
        return scope.MoveToOuter(Recover(density, coarse, _options.N2Eps, _options.ScaleFactor));
    }

    /// <summary>Computes densities from the features of both branches [B, 2F, N*H, N*W], with the output convolution of the hour.</summary>
    private protected virtual Tensor Output(Tensor fused, Tensor? rows) => _heads!.call(fused, rows!);

    private Tensor HeadRows(Tensor external) => external[.., TaxiBjColumns.Hour].to(ScalarType.Int64) - _options.HourOffset;
}

/// <summary>The branches of an <see cref="HourlyNetwork"/>.</summary>
/// <param name="Inputs">Channels of the features that the branches read.</param>
/// <param name="Height">Rows of those features.</param>
/// <param name="Width">Columns of those features.</param>
/// <param name="Tiles">Tiles of the local branch.</param>
/// <param name="Middle">Channels between a branch's two convolutions.</param>
/// <param name="Factor">Upscaling factor of a branch.</param>
/// <param name="HasHourHeads">Whether there is an output convolution for each hour.</param>
internal sealed record BranchShape(int Inputs, int Height, int Width, TileGrid Tiles, int Middle, int Factor, bool HasHourHeads = true);
