using FineFlow.Torch.Layers;
using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Plgf;

/// <summary>
/// Dual attention of a pyramid level (PLGF, global path): a channel gate from the mean of each channel, then a spatial gate from mean and
/// maximum over the channels, both multiplied by the level's weight. [B, C, H, W] and a scalar to [B, C, H, W].
/// </summary>
internal sealed class DualAttention : nn.Module<Tensor, Tensor, Tensor>
{
    private const int Reduction = 4;
    private const int Kernel = 7;
    [ComponentName(Name = "channel")]
    private readonly Sequential _channel;
    [ComponentName(Name = "spatial")]
    private readonly Conv2dSame _spatial;

    public DualAttention(int channels)
        : base(nameof(DualAttention))
    {
        _channel = nn.Sequential(
            new Conv2dSame(channels, channels / Reduction, 1), nn.GELU(), new Conv2dSame(channels / Reduction, channels, 1));
        _spatial = new Conv2dSame(2, 1, Kernel);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input, Tensor weight)
    {
        using var scope = NewDisposeScope();
        var means = ChannelsLast.View(input).mean([1, 2]).unsqueeze(-1).unsqueeze(-1); // [B, C, 1, 1]
        var x = input * _channel.call(means).sigmoid();
        var cells = ChannelsLast.View(x);
        var summary = cat([cells.mean([-1], keepdim: true), cells.amax([-1], keepdim: true)], -1).permute(0, 3, 1, 2);
        return scope.MoveToOuter(x * (weight * _spatial.call(summary).sigmoid()));
    }
}
