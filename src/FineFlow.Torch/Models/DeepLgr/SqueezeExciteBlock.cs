using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.DeepLgr;

/// <summary>
/// DeepLGR's local block: a residual block whose residual is scaled for each channel by a squeeze-and-excitation gate. [B, C, H, W] to the
/// same shape.
/// </summary>
internal sealed class SqueezeExciteBlock : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv_block")]
    private readonly Sequential _body;
    [ComponentName(Name = "se")]
    private readonly Gate _gate;

    public SqueezeExciteBlock(int channels, int reduction)
        : base(nameof(SqueezeExciteBlock))
    {
        _body = ResidualBlock.Body(channels);
        _gate = new Gate(channels, reduction);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var change = _body.call(input);
        using var weighted = _gate.call(change);
        return input + weighted;
    }

    private sealed class Gate : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "fc")]
        private readonly Sequential _layers;

        public Gate(int channels, int reduction)
            : base(nameof(Gate))
        {
            _layers = nn.Sequential(
                nn.Linear(channels, channels / reduction, hasBias: false),
                nn.ReLU(),
                nn.Linear(channels / reduction, channels, hasBias: false),
                nn.Sigmoid());
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var weights = _layers.call(input.mean([2, 3])); // [B, C]
            return input * weights.unsqueeze(-1).unsqueeze(-1);
        }
    }
}
