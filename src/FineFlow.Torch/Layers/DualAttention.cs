using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>
/// Dual attention of a pyramid level (PLGF, global path): a channel gate from the mean of each channel, then a spatial gate from
/// mean and maximum over the channels. [B, C, H, W] to the same shape.
/// </summary>
internal sealed class DualAttention : nn.Module<Tensor, Tensor>
{
    private const int Reduction = 4;
    private const int Kernel = 7;
    [ComponentName(Name = "channel")]
    private readonly Sequential _channel;
    [ComponentName(Name = "spatial")]
    private readonly Conv2d _spatial;

    public DualAttention(int channels)
        : base(nameof(DualAttention))
    {
        _channel = nn.Sequential(
            Same.Conv(channels, channels / Reduction, 1), nn.GELU(), Same.Conv(channels / Reduction, channels, 1));
        _spatial = Same.Conv(2, 1, Kernel);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var x = input * _channel.call(input.mean([2, 3], keepdim: true)).sigmoid();
        var summary = cat([x.mean([1], keepdim: true), x.amax([1], keepdim: true)], 1);
        return x * _spatial.call(summary).sigmoid();
    }
}
