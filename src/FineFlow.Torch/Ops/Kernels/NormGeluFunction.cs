using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// The autograd function of <see cref="NormGelu"/>. Arguments: input [B, r r C, H, W] in NHWC layout, scale and shift [r r C] in 32-bit
/// floats, and the order of the channels (<see cref="PixelShuffleLayout"/>). Result: [B, C, r H, r W] in the input's format.
/// </summary>
internal sealed class NormGeluFunction : SingleTensorFunction<NormGeluFunction>
{
    public override string Name => nameof(NormGeluFunction);

    /// <summary>Computes the result without gradients, into existing maps.</summary>
    /// <returns>The statistics, for <see cref="Gradients"/>.</returns>
    public static Tensor Write(Tensor input, Tensor scale, Tensor shift, PixelShuffleLayout cells, Tensor output)
    {
        var statistics = empty(input.shape[0] * 2 * input.shape[1]);
        if (input.dtype == Bf16.Type)
        {
            NormGelu.Apply<Bf16>(new(input), scale.AsSpan(), shift.AsSpan(), cells, new(output), statistics.AsSpan());
        }
        else
        {
            NormGelu.Apply<Fp32>(new(input), scale.AsSpan(), shift.AsSpan(), cells, new(output), statistics.AsSpan());
        }

        return statistics;
    }

    /// <summary>Returns the gradients of input, scale and shift from that of the result.</summary>
    public static (Tensor Input, Tensor Scale, Tensor Shift) Gradients(
        Tensor input, Tensor scale, Tensor shift, PixelShuffleLayout cells, Tensor statistics, Tensor outputGradient)
    {
        var inputGradient = NhwcView.Empty(input.shape[0], input.shape[1], input.shape[2], input.shape[3], input);
        var (scaleGradient, shiftGradient) = input.dtype == Bf16.Type ? Apply<Bf16>() : Apply<Fp32>();
        return (inputGradient, tensor(scaleGradient).to(ScalarType.Float32), tensor(shiftGradient).to(ScalarType.Float32));

        (double[] Scale, double[] Shift) Apply<T>()
            where T : unmanaged, IMapNumber<T> => NormGeluGradient.Apply<T>(
            new(input), scale.AsSpan(), shift.AsSpan(), cells, statistics.AsSpan(), new(outputGradient), new(inputGradient));
    }

    /// <summary>Allocates maps for the result.</summary>
    public static Tensor Empty(Tensor input, PixelShuffleLayout cells) =>
        NhwcView.Empty(input.shape[0], input.shape[1] / cells.Count, input.shape[2] * cells.Factor, input.shape[3] * cells.Factor, input);

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (input, scale, shift, cells) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (PixelShuffleLayout)vars[3]);
        var output = Empty(input, cells);
        ctx.save_for_backward([input, scale, shift, Write(input, scale, shift, cells, output)]);
        ctx.save_data(nameof(PixelShuffleLayout), cells);
        return output;
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (input, scale, shift) = Gradients(
            saved[0],
            saved[1],
            saved[2],
            (PixelShuffleLayout)ctx.get_data(nameof(PixelShuffleLayout)),
            saved[3],
            NhwcView.Arranged(grad_output));
        return BackwardResults.Keep(scope, grad_output, input, scale, shift, null);
    }
}
