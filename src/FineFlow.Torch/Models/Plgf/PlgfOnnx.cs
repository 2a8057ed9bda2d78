using FineFlow.Core;
using FineFlow.Torch.Export;
using FineFlow.Torch.Layers;

namespace FineFlow.Torch.Models.Plgf;

/// <summary>PLGF as an ONNX graph: <see cref="PlgfNetwork.Refine"/> and its blocks by the names of their weights.</summary>
internal static class PlgfOnnx
{
    private const int Continuous = 4;

    /// <summary>Coarse counts to fine counts, [n, C, N*H, N*W].</summary>
    public static OnnxValue Refine(PlgfOptions options, OnnxInputs inputs)
    {
        var coarse = inputs.Coarse;
        var context = Context(coarse.Graph, inputs.External);
        var seen = options.InputTransform == InputTransform.Log1p ? coarse.Log1p() : coarse / options.ScalerX;
        var features = seen.Conv("head");
        foreach (var (index, factor) in UpscalingStages.Of(options.ScaleFactor).Index())
        {
            features = Block(features, context, options, Invariant($"blocks.{index}"), factor);
        }

        return features.Conv("density").Recover(coarse, options.ScaleFactor); // eq. 11
    }

    /// <summary>Eq. 2: the context vector, [n, d], or [1, d] without external factors.</summary>
    private static OnnxValue Context(OnnxGraph graph, OnnxValue? external)
    {
        if (external is null)
        {
            return graph.Weight("context.default").Unsqueeze(0);
        }

        var continuous = external.Narrow(1, 0, Continuous).Linear("context.continuous.0").Gelu().Linear("context.continuous.2");
        OnnxValue[] tokens =
        [
            external.Embed(TaxiBjColumns.Day, "context.day"), external.Embed(TaxiBjColumns.Hour, "context.hour"),
            external.Embed(TaxiBjColumns.Weather, "context.weather"), continuous,
        ];
        var memory = OnnxMath.Concat(1, [.. tokens.Select(token => token.Unsqueeze(1))]);
        return Attend(memory, memory, "context.attention", ContextEmbedding.Heads, tokens.Length)
            .Reshape(0, -1)
            .Linear("context.project");
    }

    /// <summary>A progressive upscaling block (figure 3), [n, C, H, W] to [n, C, r*H, r*W].</summary>
    private static OnnxValue Block(OnnxValue features, OnnxValue context, PlgfOptions options, string name, int factor)
    {
        var x = features;
        if (options.UseFilm)
        {
            var scale = context.Linear($"{name}.film.scale").Unsqueeze(2, 3) + 1;
            x = context.Linear($"{name}.film.shift").Unsqueeze(2, 3) + scale * x; // eq. 4-5
        }

        if (options.UseFusion)
        {
            var local = ResidualDense(x, options, $"{name}.local");
            x = OnnxMath.Concat(1, local, Pyramid(x, options, $"{name}.global")); // eq. 6-8
        }

        var refined = NormGelu(x.Conv($"{name}.fuse"), $"{name}.fuse_norm");
        if (options.UseGate)
        {
            refined = Gate(refined, context, options, $"{name}.gate"); // eq. 9
        }

        return NormGelu(refined.Conv($"{name}.expand"), $"{name}.expand_norm").PixelShuffle(factor); // eq. 10
    }

    private static OnnxValue ResidualDense(OnnxValue input, PlgfOptions options, string name)
    {
        var all = input;
        for (var layer = 0; layer < options.RdbLayers; layer++)
        {
            var prefix = Invariant($"{name}.layers.{layer}");
            all = OnnxMath.Concat(1, all, NormGelu(all.Conv($"{prefix}.conv"), $"{prefix}.norm"));
        }

        var fused = all.Conv($"{name}.fusion");
        var gate = fused.Mean(2, 3).Reshape(0, 1, -1).Conv($"{name}.eca.conv").Sigmoid().Permute(0, 2, 1).Unsqueeze(3);
        return input + input.Graph.Weight($"{name}.alpha") * gate * fused;
    }

    private static OnnxValue Pyramid(OnnxValue input, PlgfOptions options, string name)
    {
        var levels = new OnnxValue[options.PyramidScales];
        for (var i = levels.Length - 1; i >= 0; i--)
        {
            levels[i] = (i == 0 ? input : input.Halved(i)).Conv(Invariant($"{name}.lateral.{i}"));
            if (i < levels.Length - 1)
            {
                levels[i] += levels[i + 1].BilinearTo(levels[i]);
            }
        }

        var weights = input.Graph.Weight($"{name}.weights").Sigmoid();
        return levels
            .Select((level, i) =>
            {
                var smooth = level.Conv(Invariant($"{name}.smooth.{i}"));
                var attended = DualAttention(smooth, weights.Select(0, i), Invariant($"{name}.attention.{i}"));
                return i == 0 ? attended : attended.BilinearTo(input);
            })
            .Aggregate((sum, level) => sum + level);
    }

    private static OnnxValue DualAttention(OnnxValue input, OnnxValue weight, string name)
    {
        var gate = input.Mean(2, 3).Conv($"{name}.channel.0").Gelu().Conv($"{name}.channel.2").Sigmoid();
        var x = input * gate;
        var summary = OnnxMath.Concat(1, x.Mean(1), x.Max(1));
        return x * (weight * summary.Conv($"{name}.spatial").Sigmoid());
    }

    private static OnnxValue Gate(OnnxValue features, OnnxValue context, PlgfOptions options, string name)
    {
        var query = options.ContextChannels == options.BaseChannels ? context : context.Linear($"{name}.query");
        var pixels = features.Reshape(0, options.BaseChannels, -1).Permute(0, 2, 1);
        var aggregate = Attend(query.Unsqueeze(1), pixels, $"{name}.attention", ContextGate.Heads, queries: 1).Squeeze(1);
        var modulation = aggregate.Linear($"{name}.modulate.0").Gelu().Linear($"{name}.modulate.2").Unsqueeze(2, 3).Chunk(2, 1);
        return modulation[1] + modulation[0] * features;
    }

    /// <summary><see cref="MultiheadAttention"/>. Query [n or 1, Lq, d], memory [n, Lk, d] to [n, Lq, d].</summary>
    private static OnnxValue Attend(OnnxValue query, OnnxValue memory, string name, int heads, int queries)
    {
        var graph = query.Graph;
        var width = graph.ShapeOf($"{name}.in_proj_weight")[1];
        var headWidth = width / heads;
        var projections = graph.Weight($"{name}.in_proj_weight").Chunk(3, 0);
        var biases = graph.Weight($"{name}.in_proj_bias").Chunk(3, 0);
        var q = (query.MatMul(projections[0].Permute(1, 0)) + biases[0]) / Math.Sqrt(headWidth);
        var asked = q.Reshape(0, queries, heads, headWidth).Permute(0, 2, 1, 3)
            .MatMul(projections[1].Reshape(heads, headWidth, width))
            .Reshape(0, heads * queries, width);
        var weights = memory.MatMul(asked.Permute(0, 2, 1)).Softmax(1); // [n, Lk, heads * Lq]
        var mixed = weights.Permute(0, 2, 1).MatMul(memory).Reshape(0, heads, queries, width);
        var values = mixed.MatMul(projections[2].Reshape(heads, headWidth, width).Permute(0, 2, 1));
        return (values.Permute(0, 2, 1, 3).Reshape(0, queries, width) + biases[2]).Linear($"{name}.out_proj");
    }

    private static OnnxValue NormGelu(OnnxValue x, string name) =>
        x.GroupNorm(name, GroupNormGelu.GroupsOf((int)x.Graph.ShapeOf($"{name}.weight")[0])).Gelu();
}
