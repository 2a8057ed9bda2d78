using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Plgf;

/// <summary>
/// Efficient channel attention (Wang et al., CVPR 2020; PLGF eq. 7): channel means, one convolution of width 5 along the channels, a
/// sigmoid gate. Maps [B, C, H, W] to a factor for each channel [B, C, 1, 1].
/// </summary>
internal sealed class ChannelAttention : nn.Module<Tensor, Tensor>
{
    private const int Kernel = 5;
    [ComponentName(Name = "conv")]
    private readonly Conv1d _conv = nn.Conv1d(1, 1, Kernel, padding: Kernel / 2, bias: false);

    public ChannelAttention()
        : base(nameof(ChannelAttention)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        var means = ChannelsLast.View(input).mean([1, 2]).unsqueeze(1); // [B, 1, C]
        return _conv.call(means).sigmoid().transpose(1, 2).unsqueeze(-1);
    }
}
