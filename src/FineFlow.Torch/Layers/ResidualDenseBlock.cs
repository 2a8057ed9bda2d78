using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

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
    private readonly Conv2d _fusion;
    [ComponentName(Name = "eca")]
    private readonly ChannelAttention _attention;
    [ComponentName(Name = "alpha")]
    private readonly Parameter _alpha;

    public ResidualDenseBlock(int channels, int growth, int layers)
        : base(nameof(ResidualDenseBlock))
    {
        _layers = [.. Enumerable.Range(0, layers).Select(i => new DenseLayer(channels + i * growth, growth))];
        _fusion = Same.Conv(channels + layers * growth, channels, 1);
        _attention = new ChannelAttention();
        _alpha = new Parameter(tensor(InitialAlpha));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = input;
        foreach (var layer in _layers)
        {
            features = cat([features, layer.call(features)], 1);
        }

        var fused = _fusion.call(features);
        return scope.MoveToOuter(addcmul(input, fused, _alpha * _attention.call(fused), 1));
    }

    /// <summary>Conv 3x3, GroupNorm, GELU: H_l of eq. 6.</summary>
    private sealed class DenseLayer : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "conv")]
        private readonly Conv2d _conv;
        [ComponentName(Name = "norm")]
        private readonly CentredGroupNorm _norm;

        public DenseLayer(int inputs, int growth)
            : base(nameof(DenseLayer))
        {
            _conv = Same.Conv(inputs, growth, 3, bias: false);
            _norm = new CentredGroupNorm(growth);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => nn.functional.gelu(_norm.call(_conv.call(input)));
    }
}
