using FineFlow.Torch.Layers;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>
/// A branch of CUFAR and UNO: two convolutions with ReLU, PixelShuffle where it upscales, then the "IC layer" (batch norm and dropout).
/// That follows the last ReLU, so features may be negative. [B, tiles*inputs, h, w] to [B, tiles*outputs, factor*h, factor*w], with
/// separate weights and norms for each tile.
/// </summary>
internal sealed class TwoConvBranch : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv1")]
    private readonly Conv2dSame _first;
    [ComponentName(Name = "conv2")]
    private readonly Conv2dSame _second;
    [ComponentName(Name = "ic_layer")]
    private readonly IndependentComponentLayer _last;
    private readonly int _factor;

    public TwoConvBranch(int tiles, int inputs, int middle, int outputs, int factor, int kernel, double epsilon, double dropout)
        : base(nameof(TwoConvBranch))
    {
        _factor = factor;
        _first = new Conv2dSame(tiles * inputs, tiles * middle, kernel, groups: tiles);
        _second = new Conv2dSame(tiles * middle, tiles * outputs * factor * factor, 3, groups: tiles);
        _last = new IndependentComponentLayer(tiles * outputs, epsilon, dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var features = _second.call(_first.call(input).relu_()).relu_();
        return scope.MoveToOuter(_last.call(nn.functional.pixel_shuffle(features, _factor)));
    }
}
