using FineFlow.Core;
using FineFlow.Torch.Export;

namespace FineFlow.Torch.Models.UrbanPy;

/// <summary>UrbanPy as an ONNX graph: <see cref="UrbanPyNetwork.Stages"/> by the names of its weights.</summary>
internal static class UrbanPyOnnx
{
    /// <summary>Coarse maps in units of the first scaler to fine maps in units of the last.</summary>
    public static OnnxValue Refine(UrbanPyOptions options, OnnxInputs inputs)
    {
        if (options.GeoChannels > 0)
        {
            throw new BadInputException(
                "setting 'geo_channels'", $"is {options.GeoChannels}; a network with geographic maps has no ONNX form");
        }

        var coarse = inputs.Coarse;
        var external = inputs.External?.Features().ToMap("ext2lr").Reshape(-1, 1, options.Height, options.Width);
        var features = Join(coarse, external).Conv("conv_inp.0").Relu();
        var density = coarse * coarse.Graph.Constant(0) + 1; // D_0: ones
        var refined = new List<OnnxValue>();
        var whole = density;
        for (var i = 0; i < options.Stages; i++)
        {
            var side = 2 << i;
            refined.Add(features.ResidualStack(Invariant($"res_blocks.{i}"), options.ResidualBlocksOf(i)));
            var proposal = Propose(Join(density, Mix(refined), external), options, Invariant($"proposal_blocks.{i}"), side);
            features = refined[i].Doublings(Invariant($"upsampling_blocks.{i}"), 1);
            external = external?.Doublings("ext2hr", 1);
            var correction = Join(features, external).Conv(Invariant($"correction_blocks.{i}.0")).Relu();
            var sum = proposal.Shares(coarse, side, options.N2Eps) + correction.Shares(coarse, side, options.N2Eps);
            density = sum.Recover(whole, side);
        }

        var scale = options.ScalerOf(0) / options.ScalerOf(options.Stages);
        return density * (coarse * scale).Enlarge(options.ScaleFactor);
    }

    /// <summary><see cref="ProposalNetwork"/>.</summary>
    private static OnnxValue Propose(OnnxValue input, UrbanPyOptions options, string name, int side)
    {
        var refined = input.ResidualStack($"{name}.res_blocks", options.NResPropnet);
        var enlarged = refined.Doublings($"{name}.conv_upsample", 1);
        return options.IsLocal ? Local(enlarged, options, $"{name}.conv_upsample.5", side).Relu() : enlarged;
    }

    /// <summary><see cref="LocalConvolution"/>: a matrix for each of the H x W tiles.</summary>
    private static OnnxValue Local(OnnxValue input, UrbanPyOptions options, string name, int side)
    {
        var (rows, columns, inputs, outputs) = (options.Height, options.Width, options.Compress, options.InChannels);
        var tiles = input.Reshape(0, inputs, rows, side, columns, side)
            .Permute(2, 4, 0, 3, 5, 1)
            .Reshape(rows * columns, -1, side * side * inputs);
        return tiles.MatMul(input.Graph.Weight($"{name}.weight"))
            .Reshape(rows, columns, -1, side, side, outputs)
            .Permute(2, 5, 0, 3, 1, 4)
            .Reshape(0, outputs, rows * side, columns * side);
    }

    /// <summary>The mean of the features of all stages so far, at the resolution of the last.</summary>
    private static OnnxValue Mix(List<OnnxValue> refined) => refined
        .Select((features, stage) => features.Enlarge(1 << (refined.Count - 1 - stage)))
        .Aggregate((sum, one) => sum + one) / refined.Count;

    private static OnnxValue Join(params OnnxValue?[] parts) => OnnxMath.Concat(1, [.. parts.OfType<OnnxValue>()]);
}
