using FineFlow.Torch.Kernels;
using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Plgf;

/// <summary>
/// Residual dense block, PLGF's local path (eq. 6-7): every layer reads the concatenation of the input and all earlier layers'
/// outputs; a 1x1 fusion, channel attention and a small learned factor close the residual. [B, C, H, W] to the same shape.
/// </summary>
internal sealed class ResidualDenseBlock : nn.Module<Tensor, Tensor>
{
    private const float InitialAlpha = 0.1f;

    [ComponentName(Name = "layers")]
    private readonly ModuleList<DenseLayer> _layers;
    [ComponentName(Name = "fusion")]
    private readonly SameConvolution _fusion;
    [ComponentName(Name = "eca")]
    private readonly ChannelAttention _attention;
    [ComponentName(Name = "alpha")]
    private readonly Parameter _alpha;
    private readonly int _growth;

    public ResidualDenseBlock(int channels, int growth, int layers)
        : base(nameof(ResidualDenseBlock))
    {
        _growth = growth;
        _layers = [.. Enumerable.Range(0, layers).Select(i => new DenseLayer(channels + i * growth, growth))];
        _fusion = new SameConvolution(channels + layers * growth, channels, 1);
        _attention = new ChannelAttention();
        _alpha = new Parameter(tensor(InitialAlpha));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var all = !_layers.All(layer => layer.IsFast(input)) ? Concatenated(input) : is_grad_enabled() ? WithGradients(input) : Written(input);
        var fused = _fusion.call(all);
        return scope.MoveToOuter(addcmul(input, fused, _alpha * _attention.call(fused), 1));
    }

    private Tensor Concatenated(Tensor input) => _layers.Aggregate(input, (features, layer) => cat([features, layer.call(features)], 1));

    /// <summary>The same, every layer writing beside the earlier ones at once.</summary>
    private Tensor Written(Tensor input)
    {
        var channels = input.shape[1];
        var all = DenseFunction.Begin(input, _growth, _layers.Count);
        foreach (var layer in _layers)
        {
            layer.Write(all.narrow(1, 0, channels), all.narrow(1, channels, _growth));
            channels += _growth;
        }

        return all;
    }

    private Tensor WithGradients(Tensor input) =>
        DenseFunction.apply([input, new SubCells(1, _layers[0].Groups), .. _layers.SelectMany(layer => layer.Arguments)]);

    /// <summary>Conv 3x3, GroupNorm, GELU: H_l of eq. 6.</summary>
    private sealed class DenseLayer : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "conv")]
        private readonly SameConvolution _conv;
        [ComponentName(Name = "norm")]
        private readonly GroupNormGelu _norm;

        public DenseLayer(int inputs, int growth)
            : base(nameof(DenseLayer))
        {
            _conv = new SameConvolution(inputs, growth, 3, bias: false);
            _norm = new GroupNormGelu(growth);
            RegisterComponents();
        }

        public int Groups => _norm.Groups;

        /// <summary>As <see cref="DenseFunction"/> takes them.</summary>
        public IEnumerable<Tensor> Arguments => [.. new[] { _conv.Weight, _norm.Weight, _norm.Bias }.Select(parameter => SubCells.Order(parameter, 1))];

        /// <summary>Whether the layer can read and write slices of maps.</summary>
        public bool IsFast(Tensor input) => _conv.IsFast(input) && NormGelu.Admits(_conv.Weight.shape[0]);

        public override Tensor forward(Tensor input) => _norm.call(_conv.call(input));

        public void Write(Tensor input, Tensor output) => _norm.Write(_conv.call(input), output);
    }
}
