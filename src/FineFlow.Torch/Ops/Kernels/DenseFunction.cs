using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// The autograd function of <see cref="DenseLayers"/>: each layer convolves the input and the outputs of the layers before it, normalises,
/// and writes its G channels beside them, without a concatenation. Arguments: input [B, C, H, W] in NHWC layout, the
/// <see cref="PixelShuffleLayout"/> of the normalisation, and for each layer weight [G, C + l G, 3, 3], scale [G] and shift [G] in 32-bit
/// floats. Result: [B, C + L G, H, W] in the input's format.
/// </summary>
internal sealed class DenseFunction : SingleTensorFunction<DenseFunction>
{
    /// <summary>Arguments before those of the layers, and arguments of one layer.</summary>
    private const int Before = 2, OfLayer = 3;

    /// <summary>Tensors saved for a layer: its arguments, the convolution and its statistics.</summary>
    private const int Saved = 5;

    public override string Name => nameof(DenseFunction);

    /// <summary>Allocates the result and copies the input into its first channels.</summary>
    public static Tensor Begin(Tensor input, long growth, int layers)
    {
        var channels = input.shape[1];
        var all = NhwcView.Empty(input.shape[0], channels + layers * growth, input.shape[2], input.shape[3], input);
        all.narrow(1, 0, channels).copy_(input);
        return all;
    }

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (input, cells) = ((Tensor)vars[0], (PixelShuffleLayout)vars[1]);
        var layers = (vars.Length - Before) / OfLayer;
        var growth = ((Tensor)vars[Before]).shape[0];
        var channels = input.shape[1];
        var all = Begin(input, growth, layers);
        List<Tensor> saved = [all.detach()]; // detached: the output holds this function, and would hold itself
        for (var layer = 0; layer < layers; layer++, channels += growth)
        {
            var own = vars.Skip(Before + layer * OfLayer).Take(OfLayer).Cast<Tensor>().ToArray();
            using var weights = new WinogradWeights(own[0]);
            var convolved = WinogradFunction.Convolve(all.narrow(1, 0, channels), weights, null);
            var statistics = NormGeluFunction.Write(convolved, own[1], own[2], cells, all.narrow(1, channels, growth));
            saved.AddRange([.. own, convolved, statistics]);
        }

        ctx.save_for_backward(saved);
        ctx.save_data(nameof(PixelShuffleLayout), cells);
        return all;
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var cells = (PixelShuffleLayout)ctx.get_data(nameof(PixelShuffleLayout));
        var (all, layers, growth) = (saved[0], (saved.Count - 1) / Saved, saved[1].shape[0]);
        var channels = all.shape[1];
        var gradient = NhwcView.Empty(all.shape[0], channels, all.shape[2], all.shape[3], all);
        gradient.copy_(grad_output); // later layers add to it
        var results = new Tensor?[Before + layers * OfLayer];
        for (var layer = layers - 1; layer >= 0; layer--)
        {
            channels -= growth;
            using var inner = NewDisposeScope();
            var own = saved.GetRange(1 + layer * Saved, Saved);
            var ofLayer = gradient.narrow(1, channels, growth);
            var (convolved, scale, shift) = NormGeluFunction.Gradients(own[3], own[1], own[2], cells, own[4], ofLayer);
            using var weights = new WinogradWeights(own[0], transposed: true);
            gradient.narrow(1, 0, channels).add_(WinogradFunction.Convolve(convolved, weights, null));
            Tensor[] given = [WinogradFunction.OfWeights(all.narrow(1, 0, channels), convolved), scale, shift];
            given.CopyTo(results, Before + layer * OfLayer);
            inner.MoveToOuter(given);
        }

        results[0] = NhwcView.Empty(all.shape[0], channels, all.shape[2], all.shape[3], all);
        results[0]!.copy_(gradient.narrow(1, 0, channels));
        return BackwardResults.Keep(scope, grad_output, [.. results]);
    }
}
