using FineFlow.Torch.Layers;
using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Plgf;

/// <summary>
/// Residual dense block, PLGF's local path (eq. 6-7): every layer reads the concatenation of the input and all earlier layers' outputs. A
/// 1x1 fusion, channel attention and a small learned factor follow, and the input is added. [B, C, H, W] to the same shape.
/// </summary>
internal sealed class ResidualDenseBlock : nn.Module<Tensor, Tensor>, ICountsMultiplyAdds
{
    private const float InitialAlpha = 0.1f;

    [ComponentName(Name = "layers")]
    private readonly ModuleList<DenseLayer> _layers;
    [ComponentName(Name = "fusion")]
    private readonly Conv2dSame _fusion;
    [ComponentName(Name = "eca")]
    private readonly ChannelAttention _attention;
    [ComponentName(Name = "alpha")]
    private readonly Parameter _alpha;

    public ResidualDenseBlock(int channels, int growth, int layers)
        : base(nameof(ResidualDenseBlock))
    {
        _layers = [.. Enumerable.Range(0, layers).Select(i => new DenseLayer(channels + i * growth, growth))];
        _fusion = new Conv2dSame(channels + layers * growth, channels, 1);
        _attention = new ChannelAttention();
        _alpha = new Parameter(tensor(InitialAlpha));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var all = DenseLayers.Apply(input, [.. _layers.Select(layer => layer.Weights)], _layers[0].Groups);
        var fused = _fusion.call(all);
        return scope.MoveToOuter(addcmul(input, fused, _alpha * _attention.call(fused), 1));
    }

    /// <summary>Returns the work of the dense layers, which are one operation.</summary>
    public long MultiplyAdds(IReadOnlyList<Tensor> inputs) => _layers.Sum(layer => layer.MultiplyAdds(inputs));

    /// <summary>Conv 3x3, GroupNorm, GELU: H_l of eq. 6.</summary>
    private sealed class DenseLayer : nn.Module
    {
        [ComponentName(Name = "conv")]
        private readonly Conv2dSame _conv;
        [ComponentName(Name = "norm")]
        private readonly GroupNormGelu _norm;

        public DenseLayer(int inputs, int growth)
            : base(nameof(DenseLayer))
        {
            _conv = new Conv2dSame(inputs, growth, 3, bias: false);
            _norm = new GroupNormGelu(growth);
            RegisterComponents();
        }

        public int Groups => _norm.Groups;

        public DenseLayerWeights Weights => new(_conv.Operation, _conv.Weight, _norm.Weight, _norm.Bias);

        public long MultiplyAdds(IReadOnlyList<Tensor> inputs) => _conv.MultiplyAdds(inputs);
    }
}
