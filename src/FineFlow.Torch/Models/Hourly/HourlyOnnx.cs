using FineFlow.Core;
using FineFlow.Torch.Export;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>CUFAR and UNO as ONNX graphs: their Refine and its blocks by the names of their weights.</summary>
internal static class HourlyOnnx
{
    private const int Taps = 9, MapsOfSlot = 2;

    /// <summary><see cref="CufarNetwork.Refine"/>.</summary>
    public static OnnxValue Cufar(CufarOptions options, OnnxInputs inputs) =>
        Fuse(inputs.Coarse, options, CufarNetwork.Shape(options), inputs);

    /// <summary><see cref="UnoNetwork.Refine"/>.</summary>
    public static OnnxValue Uno(UnoOptions options, OnnxInputs inputs)
    {
        var encoded = Encode(inputs.Coarse, options);
        var coarse = Integral(Integral(encoded, options, "conv0"), options, "conv1");
        var fine = Sampled(coarse, options.ScaleFactor).Relu().BatchNorm("ic_layer.batch_norm", options.BnEps);
        return Fuse(fine, options, UnoNetwork.Shape(options), inputs);
    }

    /// <summary>HourlyNetwork.Fuse: both branches, the output convolution, the recovery.</summary>
    private static OnnxValue Fuse(OnnxValue features, HourlyOptions options, BranchShape shape, OnnxInputs inputs)
    {
        var hour = options.ReadsHours ? inputs.External!.Select(1, TaxiBjColumns.Hour) + -options.HourOffset : null;
        var (whole, tiles, grid) = (features, Cut(features, shape), shape.Tiles);
        var (tileRows, tileColumns) = (shape.Height / grid.Down, shape.Width / grid.Across);
        var channels = shape.Inputs;
        if (options.UseExt)
        {
            var factors = inputs.External!.Features();
            whole = OnnxMath.Concat(1, whole, Maps(factors, hour!, "ext2lr_global", "time_emb_global", shape.Height, shape.Width));
            var ofTile = Maps(factors, hour!, "ext2lr", "time_emb_region", tileRows, tileColumns).Unsqueeze(1);
            tiles = OnnxMath.Concat(2, tiles, OnnxMath.Concat(1, [.. Enumerable.Repeat(ofTile, grid.Count)]));
            channels += MapsOfSlot;
        }

        var local = Branch(
            tiles.Reshape(0, grid.Count * channels, tileRows, tileColumns), "local_sub_model", grid.Count, shape.Factor, options);
        var joined = Join(local, grid, options.BaseChannels, tileRows * shape.Factor, tileColumns * shape.Factor);
        var fused = OnnxMath.Concat(1, joined, Branch(whole, "global_model", 1, shape.Factor, options));
        var output = shape.HasHourHeads ? HourHead(fused, hour!, options) : fused.Conv("time_my");
        return output.Relu().Recover(inputs.Coarse * (options.ScalerX / options.ScalerY), options.ScaleFactor);
    }

    /// <summary><see cref="TwoConvBranch"/>, without its dropout.</summary>
    private static OnnxValue Branch(OnnxValue input, string name, int tiles, int factor, HourlyOptions options) =>
        input.Conv($"{name}.conv1", tiles).Relu().Conv($"{name}.conv2", tiles).Relu()
            .PixelShuffle(factor)
            .BatchNorm($"{name}.ic_layer.batch_norm", options.BnEps);

    /// <summary><see cref="TimeSlotMaps"/>: two maps of the slot, [n, 2, rows, columns].</summary>
    private static OnnxValue Maps(OnnxValue factors, OnnxValue hour, string layers, string table, int rows, int columns)
    {
        var weight = $"{table}.weight";
        var ofHour = hour.Graph.Weight(weight).Lookup(hour, hour.Graph.ShapeOf(weight)[0]);
        return OnnxMath.Concat(1, factors.ToMap(layers).Unsqueeze(1), ofHour.Unsqueeze(1)).Reshape(0, MapsOfSlot, rows, columns);
    }

    /// <summary><see cref="HourHeads"/>: each sample's cells times all nine taps of its head, laid around the cells.</summary>
    private static OnnxValue HourHead(OnnxValue features, OnnxValue hour, HourlyOptions options)
    {
        var (graph, outputs, inputs) = (features.Graph, options.InChannels, 2 * options.BaseChannels);
        OnnxValue Chosen(string part) => OnnxMath.Concat(0, [.. Enumerable.Range(0, options.TimeSpan)
            .Select(head => graph.Weight(Invariant($"time_conv.{head}.{part}")).Unsqueeze(0))]).Lookup(hour, options.TimeSpan);

        var taps = Chosen("weight").Reshape(0, outputs, inputs, Taps).Permute(0, 1, 3, 2).Reshape(0, outputs * Taps, inputs);
        var (rows, columns) = (options.Height * options.ScaleFactor, options.Width * options.ScaleFactor);
        var products = taps.MatMul(features.Reshape(0, inputs, -1)).Reshape(0, outputs * Taps, rows, columns);
        return products.TapSums(outputs) + Chosen("bias").Unsqueeze(2, 3);
    }

    private static OnnxValue Cut(OnnxValue map, BranchShape shape)
    {
        var (down, across) = (shape.Tiles.Down, shape.Tiles.Across);
        var (rows, columns) = (shape.Height / down, shape.Width / across);
        return map.Reshape(0, shape.Inputs, down, rows, across, columns)
            .Permute(0, 2, 4, 1, 3, 5)
            .Reshape(0, down * across, shape.Inputs, rows, columns);
    }

    private static OnnxValue Join(OnnxValue tiles, TileGrid grid, int channels, int rows, int columns) =>
        tiles.Reshape(0, grid.Down, grid.Across, channels, rows, columns)
            .Permute(0, 3, 1, 4, 2, 5)
            .Reshape(0, channels, grid.Down * rows, grid.Across * columns);

    /// <summary><see cref="ResidualEncoder"/>.</summary>
    private static OnnxValue Encode(OnnxValue coarse, UnoOptions options)
    {
        var head = coarse.Conv("encoder.head.0");
        var body = Enumerable.Range(0, options.NResblocks).Aggregate(head, (x, block) =>
        {
            var name = Invariant($"encoder.body.{block}.body");
            return x + x.Conv($"{name}.0").Relu().Conv($"{name}.2") * options.ResScale;
        });
        return body.Conv(Invariant($"encoder.body.{options.NResblocks}")) + head;
    }

    /// <summary><see cref="GalerkinAttention"/>.</summary>
    private static OnnxValue Integral(OnnxValue input, UnoOptions options, string name)
    {
        var (cells, width) = (options.Height * options.Width, options.NFeats / options.Heads);
        var packed = input.Conv($"{name}.qkv_proj").Reshape(0, options.Heads, 3 * width, cells).Chunk(3, 2);
        var key = HeadNorm(packed[1], $"{name}.kln", width, options.LnEps);
        var value = HeadNorm(packed[2], $"{name}.vln", width, options.LnEps);
        var kernel = value.MatMul(key.Permute(0, 1, 3, 2)) / cells;
        var attended = kernel.MatMul(packed[0]).Reshape(0, options.NFeats, options.Height, options.Width) + input;
        return attended.Conv($"{name}.o_proj1").Gelu().Conv($"{name}.o_proj2") + input;
    }

    /// <summary><see cref="Hourly.HeadNorm"/>, over axis 2.</summary>
    private static OnnxValue HeadNorm(OnnxValue input, string name, int features, double epsilon)
    {
        var centred = input - input.Mean(2);
        var deviation = centred.Norm(2) / Math.Sqrt(features - 1);
        OnnxValue Turned(string part) => input.Graph.Weight($"{name}.{part}").Permute(0, 2, 1);
        return Turned("weight") * centred / (deviation + epsilon) + Turned("bias");
    }

    /// <summary><see cref="ZeroPaddedSampling"/>.</summary>
    private static OnnxValue Sampled(OnnxValue map, int factor)
    {
        var graph = map.Graph;
        var padded = graph.Add("Pad", [map, graph.Integers(0, 0, 1, 1, 0, 0, 1, 1)]).Bilinear(factor);
        return graph.Add(
            "Slice", [padded, graph.Integers(factor, factor), graph.Integers(-factor, -factor), graph.Integers(2, 3)]);
    }
}
