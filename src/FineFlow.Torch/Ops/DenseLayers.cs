using FineFlow.Torch.Ops.Kernels;
using static TorchSharp.torch;

namespace FineFlow.Torch.Ops;

/// <summary>A layer of a dense block: a 3x3 convolution without bias to G channels, then group normalisation with GELU.</summary>
/// <param name="Convolution">The convolution.</param>
/// <param name="Filters">Its filters [G, channels so far, 3, 3].</param>
/// <param name="Scale">Scales [G] of the normalisation.</param>
/// <param name="Shift">Shifts [G] of the normalisation.</param>
internal readonly record struct DenseLayerWeights(SameConvolution Convolution, Tensor Filters, Tensor Scale, Tensor Shift);

/// <summary>
/// The layers of a dense block: each reads the input and the outputs of all layers before it, [B, C, H, W] to [B, C + L G, H, W]. With the
/// kernels every layer writes beside the earlier ones; libtorch concatenates.
/// </summary>
internal static class DenseLayers
{
    /// <summary>Runs the layers.</summary>
    /// <param name="input">Maps [B, C, H, W].</param>
    /// <param name="layers">The L layers.</param>
    /// <param name="groups">Groups of each layer's normalisation.</param>
    /// <returns>The input and the outputs of all layers, [B, C + L G, H, W].</returns>
    public static Tensor Apply(Tensor input, IReadOnlyList<DenseLayerWeights> layers, int groups)
    {
        if (!layers.All(layer => layer.Convolution.UsesKernel(input) && NormGelu.Admits(layer.Filters.shape[0])))
        {
            return layers.Aggregate(input, (features, layer) => cat([features, Apply(features, layer, groups)], 1));
        }

        var layout = new PixelShuffleLayout(1, groups);
        return is_grad_enabled()
            ? DenseFunction.apply([input, layout, .. layers.SelectMany(Arguments)])
            : Write(input, layers, layout);
    }

    private static Tensor Apply(Tensor features, DenseLayerWeights layer, int groups) =>
        NormAndGelu.Apply(layer.Convolution.Apply(features, layer.Filters, null), layer.Scale, layer.Shift, groups);

    private static IEnumerable<Tensor> Arguments(DenseLayerWeights layer) =>
        [.. new[] { layer.Filters, layer.Scale, layer.Shift }.Select(parameter => PixelShuffleLayout.Order(parameter, 1))];

    private static Tensor Write(Tensor input, IReadOnlyList<DenseLayerWeights> layers, PixelShuffleLayout layout)
    {
        var (channels, growth) = (input.shape[1], layers[0].Filters.shape[0]);
        var all = DenseFunction.Begin(input, growth, layers.Count);
        foreach (var layer in layers)
        {
            var convolved = layer.Convolution.Apply(all.narrow(1, 0, channels), layer.Filters, null);
            var (scale, shift) = (PixelShuffleLayout.Order(layer.Scale, 1), PixelShuffleLayout.Order(layer.Shift, 1));
            NormGeluFunction.Write(convolved, scale, shift, layout, all.narrow(1, channels, growth)).Dispose();
            channels += growth;
        }

        return all;
    }
}
