using FineFlow.Torch.Kernels;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>
/// A convolution of stride 1 that keeps the maps' size by zero padding, under PyTorch's parameter names and initialisation: [B, C, H, W] to [B, O, H, W]. 3x3
/// convolutions of maps whose channels lie side by side are done by <see cref="WinogradConvolution"/>, where sizes and processor admit it; libtorch does the others.
/// </summary>
/// <remarks>
/// Before a PixelShuffle by r, with r r sub-cells, <see cref="WinogradConvolution"/> gives [B, r r, O / (r r), H, W]: the sub-cells apart, as
/// <see cref="GroupNormGelu"/> takes them.
/// </remarks>
internal sealed class SameConvolution : nn.Module<Tensor, Tensor>, ICountsMultiplyAdds
{
    private const int WinogradKernel = 3;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;
    private readonly int _kernel, _groups, _subCells;
    private readonly bool _admitsWinograd;
    private readonly Lock _preparing = new();
    private bool _keeps;
    private WinogradWeights? _kept;

    public SameConvolution(int inputs, int outputs, int kernel, bool bias = true, int groups = 1, int subCells = 1)
        : base(nameof(SameConvolution))
    {
        (_kernel, _groups, _subCells) = (kernel, groups, subCells);
        _admitsWinograd = kernel == WinogradKernel && groups == 1 && WinogradPanels.Admit(inputs, outputs)
            && (subCells == 1 || NormGelu.Admits(outputs / subCells));

        // Drawn as the library draws them.
        using var drawn = nn.Conv2d(inputs, outputs, kernel, groups: groups, bias: bias);
        using var noGradients = no_grad();
        _weight = new Parameter(drawn.weight.clone());
        _bias = drawn.bias is null ? null : new Parameter(drawn.bias.clone());
        RegisterComponents();
    }

    public Parameter Weight => _weight;

    public Parameter? Bias => _bias;

    /// <summary>The weights stay as they are until the layer is put into training mode: what is made of them for a forward pass without gradients is kept.</summary>
    public void Prepare() => _keeps = true;

    /// <summary>The weights have changed: what was made of them is given back.</summary>
    public void ForgetPrepared()
    {
        lock (_preparing)
        {
            _kept?.Dispose();
            _kept = null;
        }
    }

    public override void train(bool on = true)
    {
        if (on)
        {
            _keeps = false;
            ForgetPrepared();
        }

        base.train(on);
    }

    /// <summary>Whether a kernel of our own convolves these maps.</summary>
    public bool IsFast(Tensor input) => _admitsWinograd && FastPath.IsOn && Maps.Hold(input);

    public override Tensor forward(Tensor input) =>
        IsFast(input) ? Winograd(input) : nn.functional.conv2d(input, _weight, _bias, padding: [_kernel / 2, _kernel / 2], groups: _groups);

    /// <summary>Every output cell is a dot product over one filter.</summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs) => inputs[0].shape[0] * inputs[0].shape[2] * inputs[0].shape[3] * _weight.numel();

    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device!, non_blocking);
        ForgetPrepared();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            ForgetPrepared();
        }

        base.Dispose(disposing);
    }

    private Tensor Winograd(Tensor input)
    {
        using var scope = NewDisposeScope();
        var bias = _bias is null ? null : SubCells.Order(_bias, _subCells);
        var output = is_grad_enabled() && (input.requires_grad || _weight.requires_grad)
            ? WinogradFunction.apply(input, SubCells.Order(_weight, _subCells), bias!)
            : Convolve(input, bias);
        return scope.MoveToOuter(_subCells == 1 ? output : output.unflatten(1, [_subCells, -1]));
    }

    private Tensor Convolve(Tensor input, Tensor? bias)
    {
        if (_keeps)
        {
            return WinogradFunction.Convolve(input, Kept(), bias);
        }

        using var weights = new WinogradWeights(SubCells.Order(_weight, _subCells));
        return WinogradFunction.Convolve(input, weights, bias);
    }

    private WinogradWeights Kept()
    {
        lock (_preparing)
        {
            return _kept ??= new WinogradWeights(SubCells.Order(_weight, _subCells));
        }
    }
}
