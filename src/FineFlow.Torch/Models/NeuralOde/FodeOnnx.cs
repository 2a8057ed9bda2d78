using FineFlow.Torch.Export;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>FODE as an ONNX graph: <see cref="FodeNetwork.Refine"/> by the names of its weights.</summary>
internal static class FodeOnnx
{
    /// <summary>Coarse maps in units of scaler_x to fine maps in units of scaler_y.</summary>
    public static OnnxValue Refine(FodeOptions options, OnnxInputs inputs)
    {
        var (coarse, factor) = (inputs.Coarse, options.ScaleFactor);
        var inOutputUnits = coarse * (options.ScalerX / options.ScalerY);
        if (inputs.External is not { } external)
        {
            return Density(coarse, options).Recover(inOutputUnits, factor);
        }

        var maps = external.Maps(options, options.NExtLrOdeBlocks, options.NExtHrOdeBlocks);
        var density = Density(OnnxMath.Concat(1, coarse, maps.Coarse), options) + maps.Fine;
        var shares = density.Shares(coarse, factor, options.N2Eps);
        var weights = maps.Evolved.Shares(coarse, factor, options.N2Eps).Sigmoid();
        return (shares * weights + shares).Recover(inOutputUnits, factor);
    }

    private static OnnxValue Density(OnnxValue maps, FodeOptions options)
    {
        var start = maps.Conv("conv1.0");
        var features = start + start.FeatureOde("ode_blocks.0", options.Groups);
        features = (features + features.NormedBody()).Gated("se");
        return features.Doublings("upsampling", options.Stages).Conv("conv3.0").Relu();
    }
}
