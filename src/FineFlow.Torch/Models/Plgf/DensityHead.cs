using FineFlow.Torch.Layers;
using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Plgf;

/// <summary>
/// A 3x3 convolution of equal size with very few outputs, such as one density from many features: [B, C, H, W] to [B, O, H, W]. Sums are in
/// 32-bit floats, also where the weights are not.
/// </summary>
internal sealed class DensityHead : nn.Module<Tensor, Tensor>, ICountsMultiplyAdds
{
    private const int Kernel = 3;

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

    public override Tensor forward(Tensor input) => FewOutputs.Apply(input, _weight, _bias);

    /// <summary>Returns the work of the definition: a dot product over nine cells of all channels for every output.</summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs) =>
        inputs[0].shape[0] * inputs[0].shape[2] * inputs[0].shape[3] * _weight.numel();
}
