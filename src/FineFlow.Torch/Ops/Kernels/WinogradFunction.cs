using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// The autograd function of <see cref="WinogradConvolution"/>. Arguments: input [B, C, H, W] in NHWC layout, weight [O, C, 3, 3], and bias
/// [O] in 32-bit floats or null. Result: [B, O, H, W] in the input's format.
/// </summary>
internal sealed class WinogradFunction : SingleTensorFunction<WinogradFunction>
{
    public override string Name => nameof(WinogradFunction);

    /// <summary>Computes the convolution without gradients.</summary>
    public static Tensor Convolve(Tensor input, WinogradWeights weights, Tensor? bias)
    {
        var output = NhwcView.Empty(input.shape[0], weights.Outputs, input.shape[2], input.shape[3], input);
        var biases = bias is null ? [] : bias.AsSpan();
        if (input.dtype == Bf16.Type)
        {
            WinogradConvolution.Apply<Bf16>(new(input), weights, biases, new(output));
        }
        else
        {
            WinogradConvolution.Apply<Fp32>(new(input), weights, biases, new(output));
        }

        return output;
    }

    /// <summary>Returns the gradient of the weights, [O, C, 3, 3].</summary>
    public static Tensor OfWeights(Tensor input, Tensor outputGradient) =>
        input.dtype == Bf16.Type
            ? WinogradGradient.OfWeights<Bf16>(new(input), new(outputGradient))
            : WinogradGradient.OfWeights<Fp32>(new(input), new(outputGradient));

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (input, weight, bias) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor?)vars[2]);
        ctx.save_for_backward([input, weight]);
        ctx.save_data(nameof(bias), bias is not null);
        using var weights = new WinogradWeights(weight);
        return Convolve(input, weights, bias);
    }

    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (input, weight) = (saved[0], saved[1]);
        var given = NhwcView.Arranged(grad_output);
        Tensor? inputGradient = null;
        if (input.requires_grad)
        {
            using var weights = new WinogradWeights(weight, transposed: true);
            inputGradient = Convolve(given, weights, null);
        }

        var weightGradient = OfWeights(input, given);
        var biasGradient = ctx.get_data("bias") is true ? given.sum([0, 2, 3], type: ScalarType.Float32) : null;
        return BackwardResults.Keep(scope, grad_output, inputGradient, weightGradient, biasGradient);
    }
}
