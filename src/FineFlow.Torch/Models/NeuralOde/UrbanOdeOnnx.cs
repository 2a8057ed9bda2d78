using FineFlow.Torch.Export;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>UrbanODE as an ONNX graph: <see cref="UrbanOdeNetwork.Refine"/> and its attention by the names of their weights.</summary>
internal static class UrbanOdeOnnx
{
    /// <summary>Coarse maps in units of scaler_x to fine maps in units of scaler_y.</summary>
    public static OnnxValue Refine(UrbanOdeOptions options, OnnxInputs inputs)
    {
        var inOutputUnits = inputs.Coarse * (options.ScalerX / options.ScalerY);
        if (inputs.External is not { } external)
        {
            return Density(inputs.Coarse, options).Recover(inOutputUnits, options.ScaleFactor);
        }

        var maps = external.Maps(options, options.NExtLrOdeBlocks, options.NExtHrOdeBlocks);
        var density = Density(OnnxMath.Concat(1, inputs.Coarse, maps.Coarse), options) + maps.Fine;
        return density.Recover(inOutputUnits, options.ScaleFactor);
    }

    private static OnnxValue Density(OnnxValue maps, UrbanOdeOptions options)
    {
        var start = maps.Conv("conv1.0");
        var evolved = Attend(start.FeatureOde("ode_blocks.0", options.Groups), options, "msa").FeatureOde("ode_blocks.2", options.Groups);
        var features = start + evolved;
        features = start + (features + features.NormedBody()).Gated("se");
        return features.Doublings("upsampling", options.Stages).Gated("se1").Conv("conv3.0").Relu();
    }

    /// <summary><see cref="PyramidAttention"/>.</summary>
    private static OnnxValue Attend(OnnxValue input, UrbanOdeOptions options, string name)
    {
        var (channels, match) = (options.BaseChannels, options.BaseChannels / options.PyramidReduction);
        var levels = options.PyramidScales.Select(scale => Level(input, options, scale)).ToList();
        var keys = OnnxMath.Concat(2, [.. levels.Select(level => Flat(Project(level, $"{name}.conv_match").Patches(match)))]);
        var values = OnnxMath.Concat(2, [.. levels.Select(level => Flat(Project(level, $"{name}.conv_assembly").Patches(channels)))]);
        var query = Flat(Project(input, $"{name}.conv_match_L_base").Patches(match));

        var directions = keys / keys.Norm(1).AtLeast(input.Graph.Weight($"{name}.escape_NaN"));
        var attention = (directions.Permute(0, 2, 1).MatMul(query) * options.PyramidSoftmaxScale).Softmax(1);
        var patches = values.MatMul(attention).Reshape(0, PyramidAttention.PatchCells * channels, options.Height, options.Width);
        return patches.Overlap(channels) / PyramidAttention.Overlap + input;
    }

    private static OnnxValue Level(OnnxValue input, UrbanOdeOptions options, double scale)
    {
        var (rows, columns) = (PyramidAttention.LevelSize(options.Height, scale), PyramidAttention.LevelSize(options.Width, scale));
        return input.Nearest(2, options.Height, rows).Nearest(3, options.Width, columns);
    }

    private static OnnxValue Project(OnnxValue x, string name) => x.Conv($"{name}.0").PRelu($"{name}.1");

    /// <summary>Patches [n, c, rows, columns] as [n, c, cells].</summary>
    private static OnnxValue Flat(OnnxValue patches) =>
        patches.Reshape(OnnxMath.Concat(0, patches.Sizes(0, 2), patches.Graph.Integers(-1)));
}
