using FineFlow.Torch.Layers;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>
/// The derivative f of feature maps in FODE's and UrbanODE's ODE blocks: two 3x3 convolutions with GroupNorm and a ReLU between them.
/// [B, C, H, W] to the same shape.
/// </summary>
internal sealed class FeatureDerivative : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv1")]
    private readonly Conv2dSame _conv1;
    [ComponentName(Name = "norm1")]
    private readonly PreciseGroupNorm _norm1;
    [ComponentName(Name = "conv2")]
    private readonly Conv2dSame _conv2;
    [ComponentName(Name = "norm2")]
    private readonly PreciseGroupNorm _norm2;

    public FeatureDerivative(int channels, int groups)
        : base(nameof(FeatureDerivative))
    {
        _conv1 = new Conv2dSame(channels, channels, 3);
        _norm1 = new PreciseGroupNorm(groups, channels);
        _conv2 = new Conv2dSame(channels, channels, 3);
        _norm2 = new PreciseGroupNorm(groups, channels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var hidden = nn.functional.relu(_norm1.call(_conv1.call(input)));
        return _norm2.call(_conv2.call(hidden));
    }
}
