using FineFlow.Torch.Export;
using FineFlow.Torch.Models.UrbanFm;

namespace FineFlow.Torch.Models.DeepLgr;

/// <summary>DeepLGR as an ONNX graph: <see cref="DeepLgrNetwork.Refine"/> and its blocks by the names of their weights.</summary>
internal static class DeepLgrOnnx
{
    /// <summary>Coarse maps in units of scaler_x to fine maps in units of scaler_y.</summary>
    public static OnnxValue Refine(DeepLgrOptions options, OnnxInputs inputs)
    {
        var (coarseMap, fineMap) = UrbanFmOnnx.Maps(options, inputs);
        var shallow = UrbanFmOnnx.Join(inputs.Coarse, coarseMap).Conv("conv1.0").Relu();
        var local = Enumerable.Range(0, options.NResidualBlocks)
            .Aggregate(shallow, (x, block) => SqueezeExcite(x, Invariant($"senet.{block}")));
        var features = shallow + local.Conv("conv2.0").BatchNorm("conv2.1");
        var fine = Global(features.Doublings("upsampling", options.Stages), options);
        var predicted = RegionWeights(fine.Graph, options) is { } weights
            ? (fine.Unsqueeze(1) * weights).Sum(2).Squeeze(2)
            : fine;
        var density = UrbanFmOnnx.Join(predicted, fineMap).Conv("conv3.0").Relu();
        return density.Recover(inputs.Coarse * (options.ScalerX / options.ScalerY), options.ScaleFactor);
    }

    private static OnnxValue SqueezeExcite(OnnxValue x, string name)
    {
        var change = x.ResidualBody($"{name}.conv_block");
        var gate = change.Mean(2, 3).Squeeze(2, 3).Linear($"{name}.se.fc.0").Relu().Linear($"{name}.se.fc.2").Sigmoid();
        return x + change * gate.Unsqueeze(2, 3);
    }

    /// <summary><see cref="GlobalPyramid"/>: the windows divide the map.</summary>
    private static OnnxValue Global(OnnxValue fine, DeepLgrOptions options)
    {
        var levels = options.PyramidSizes.Select((windows, level) =>
        {
            long[] side = [options.FineHeight / windows, options.FineWidth / windows];
            var means = fine.Graph.Add("AveragePool", [fine], ("kernel_shape", side), ("strides", side));
            var summary = means.Conv(Invariant($"glonet.stages.{level}.1")).BatchNorm(Invariant($"glonet.stages.{level}.2"));
            return Spread(summary, Invariant($"glonet.deconvs.{level}.conv"), windows, options);
        });
        return OnnxMath.Concat(1, [.. levels, fine]).Conv("glonet.bottleneck").Relu();
    }

    /// <summary><see cref="GlobalPyramid.Spread"/>: a pixel shuffle with separate factors, [n, c, k, k] to the whole map.</summary>
    private static OnnxValue Spread(OnnxValue summary, string name, int windows, DeepLgrOptions options)
    {
        var inner = options.BaseChannels / GlobalPyramid.Reduction;
        return summary.Conv(name)
            .Reshape(0, inner, options.FineHeight / windows, options.FineWidth / windows, windows, windows)
            .Permute(0, 1, 4, 2, 5, 3)
            .Reshape(0, inner, options.FineHeight, options.FineWidth);
    }

    private static OnnxValue? RegionWeights(OnnxGraph graph, DeepLgrOptions options)
    {
        var (flows, channels, height, width) = (options.InChannels, options.BaseChannels, options.FineHeight, options.FineWidth);
        return options.Predictor switch
        {
            RegionFactoring.Td => graph.Add(
                "Einsum", [graph.Weight("core"), graph.Weight("F"), graph.Weight("H"), graph.Weight("W")],
                ("equation", "abc,cf,ah,bw->fhw")).Reshape(flows, channels, height, width),
            RegionFactoring.Md => graph.Weight("L").MatMul(graph.Weight("R")).Permute(1, 0)
                .Reshape(channels, flows, height, width).Permute(1, 0, 2, 3),
            _ => null,
        };
    }
}
