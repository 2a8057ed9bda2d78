using FineFlow.Torch.Export;

namespace FineFlow.Torch.Models.UrbanFm;

/// <summary>UrbanFM as an ONNX graph: <see cref="UrbanFmNetwork.Refine"/> by the names of its weights.</summary>
internal static class UrbanFmOnnx
{
    /// <summary>Coarse maps in units of scaler_x to fine maps in units of scaler_y.</summary>
    public static OnnxValue Refine(UrbanFmOptions options, OnnxInputs inputs)
    {
        var (coarseMap, fineMap) = Maps(options, inputs);
        var shallow = Join(inputs.Coarse, coarseMap).Conv("conv1.0").Relu();
        var body = shallow.ResidualStack("res_blocks", options.NResidualBlocks).Conv("conv2.0").BatchNorm("conv2.1");
        var fine = (shallow + body).Doublings("upsampling", options.Stages);
        var density = Join(fine, fineMap).Conv("conv3.0").Relu();
        return density.Recover(inputs.Coarse * (options.ScalerX / options.ScalerY), options.ScaleFactor);
    }

    /// <summary><see cref="ExternalMaps.Draw"/>; null without external factors.</summary>
    public static (OnnxValue? Coarse, OnnxValue? Fine) Maps(UrbanFmShellOptions options, OnnxInputs inputs)
    {
        if (inputs.External is not { } external)
        {
            return (null, null);
        }

        var coarse = external.Features().ToMap("ext2lr").Reshape(-1, 1, options.Height, options.Width);
        return (coarse, coarse.Doublings("ext2hr", options.Stages));
    }

    /// <summary><see cref="ExternalMaps.Join"/>.</summary>
    public static OnnxValue Join(OnnxValue features, OnnxValue? map) => map is null ? features : OnnxMath.Concat(1, features, map);
}
