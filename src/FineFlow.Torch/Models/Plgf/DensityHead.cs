using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Plgf;

/// <summary>
/// A 3x3 convolution of equal size with very few outputs, such as one density from many features: [B, C, H, W] to [B, O, H, W]. Libraries
/// are slow at it, because they parallelise over the outputs. Here a 1x1 convolution to 9 O channels multiplies every cell with all nine
/// taps, and each output then sums its neighbours' products: the same products in another order. Sums are in 32-bit floats, also where the
/// weights are not.
/// </summary>
internal sealed class DensityHead : nn.Module<Tensor, Tensor>, ICountsMultiplyAdds
{
    private const int Kernel = 3, Taps = Kernel * Kernel;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    public DensityHead(int inputs, int outputs)
        : base(nameof(DensityHead))
    {
        // The parameters of a convolution, with PyTorch's initialisation.
        using var convolution = new Conv2dSame(inputs, outputs, Kernel);
        using var noGradients = no_grad();
        _weight = new Parameter(convolution.Weight.clone());
        _bias = new Parameter(convolution.Bias!.clone());
        RegisterComponents();
    }

    public Parameter Bias => _bias;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (outputs, inputs) = (_weight.shape[0], _weight.shape[1]);
        var taps = _weight.reshape(outputs, inputs, Taps).transpose(1, 2).reshape(outputs * Taps, inputs, 1, 1);
        var products = nn.functional.conv2d(input, taps).to(ScalarType.Float32); // [B, O * 9, H, W]
        var neighbours = eye(Taps, device: products.device).reshape(1, Taps, Kernel, Kernel).expand(outputs, -1, -1, -1);
        return scope.MoveToOuter(nn.functional.conv2d(
            products, neighbours, _bias.to(ScalarType.Float32), padding: [Kernel / 2, Kernel / 2], groups: outputs));
    }

    /// <summary>Returns the work of the definition: a dot product over nine cells of all channels for every output.</summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs) =>
        inputs[0].shape[0] * inputs[0].shape[2] * inputs[0].shape[3] * _weight.numel();
}
