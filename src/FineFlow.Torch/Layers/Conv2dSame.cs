using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>
/// The layer of a <see cref="SameConvolution"/> under PyTorch's parameter names and with its initialisation: [B, C, H, W] to [B, O, H, W].
/// </summary>
internal sealed class Conv2dSame : nn.Module<Tensor, Tensor>, ICountsMultiplyAdds
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;

    public Conv2dSame(int inputs, int outputs, int kernel, bool bias = true, int groups = 1, int subCells = 1)
        : base(nameof(Conv2dSame))
    {
        Operation = new SameConvolution(inputs, outputs, kernel, groups, subCells);

        // Drawn by libtorch's own layer, so that a seed gives the same weights.
        using var drawn = nn.Conv2d(inputs, outputs, kernel, groups: groups, bias: bias);
        using var noGradients = no_grad();
        _weight = new Parameter(drawn.weight.clone());
        _bias = drawn.bias is null ? null : new Parameter(drawn.bias.clone());
        RegisterComponents();
    }

    public Parameter Weight => _weight;

    public Parameter? Bias => _bias;

    /// <summary>The convolution, for operations that include it.</summary>
    public SameConvolution Operation { get; }

    /// <summary>Caches a form of the weights for inference, until the layer is put into training mode.</summary>
    public void Prepare() => Operation.Prepare();

    /// <summary>Disposes of the cached form of weights that have changed.</summary>
    public void ForgetPrepared() => Operation.Forget();

    public override void train(bool on = true)
    {
        if (on)
        {
            Operation.Unprepare();
        }

        base.train(on);
    }

    public override Tensor forward(Tensor input) => Operation.Apply(input, _weight, _bias);

    /// <summary>Returns the work of a dot product over one filter for every output cell.</summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs) =>
        inputs[0].shape[0] * inputs[0].shape[2] * inputs[0].shape[3] * _weight.numel();

    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device!, non_blocking);
        ForgetPrepared();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Operation.Dispose();
        }

        base.Dispose(disposing);
    }
}
