using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace FineFlow.Torch.Kernels;

/// <summary>
/// <see cref="NormGelu"/> as autograd knows it. Arguments: input [B, r r C, H, W] with its channels side by side, scale and shift [r r C], and the order of the
/// channels (<see cref="SubCells"/>). Result: [B, C, r H, r W].
/// </summary>
internal sealed class NormGeluFunction : SingleTensorFunction<NormGeluFunction>
{
    public override string Name => nameof(NormGeluFunction);

    /// <summary>The same without gradients, into maps that are there.</summary>
    public static void Write(Tensor input, Tensor scale, Tensor shift, SubCells cells, Tensor output)
    {
        using var statistics = Statistics(input);
        NormGelu.Apply(Maps.Of(input), scale.AsSpan(), shift.AsSpan(), cells, Maps.Of(output), statistics.AsSpan());
    }

    /// <summary>Maps for the result.</summary>
    public static Tensor Empty(Tensor input, SubCells cells) =>
        Maps.Empty(input.shape[0], input.shape[1] / cells.Count, input.shape[2] * cells.Factor, input.shape[3] * cells.Factor);

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (input, scale, shift, cells) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (SubCells)vars[3]);
        var statistics = Statistics(input);
        var output = Empty(input, cells);
        NormGelu.Apply(Maps.Of(input), scale.AsSpan(), shift.AsSpan(), cells, Maps.Of(output), statistics.AsSpan());
        ctx.save_for_backward([input, scale, shift, statistics]);
        ctx.save_data(nameof(SubCells), cells);
        return output;
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (input, scale, shift, statistics) = (saved[0], saved[1], saved[2], saved[3]);
        var given = Maps.Arranged(grad_output);
        var inputGradient = Maps.Empty(input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        var (scaleGradient, shiftGradient) = NormGeluGradient.Apply(
            Maps.Of(input), scale.AsSpan(), shift.AsSpan(), (SubCells)ctx.get_data(nameof(SubCells)), statistics.AsSpan(), Maps.Of(given), Maps.Of(inputGradient));
        return GivenGradients.Keep(
            scope, grad_output, inputGradient, tensor(scaleGradient).to(ScalarType.Float32), tensor(shiftGradient).to(ScalarType.Float32), null);
    }

    /// <summary>Room for the statistics of maps.</summary>
    public static Tensor Statistics(Tensor input) => empty(input.shape[0] * 2 * input.shape[1]);
}
