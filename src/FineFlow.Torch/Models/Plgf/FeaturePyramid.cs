using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Plgf;

/// <summary>
/// Enhanced feature pyramid, PLGF's global path (eq. 8): levels of halved size, a top-down pass, dual attention on every level,
/// and their sum at full size with learned weights. [B, C, H, W] to the same shape.
/// </summary>
internal sealed class FeaturePyramid : nn.Module<Tensor, Tensor>
{
    private readonly int _levels;
    [ComponentName(Name = "lateral")]
    private readonly ModuleList<Conv2dSame> _lateral;
    [ComponentName(Name = "smooth")]
    private readonly ModuleList<Conv2dSame> _smooth;
    [ComponentName(Name = "attention")]
    private readonly ModuleList<DualAttention> _attention;
    [ComponentName(Name = "weights")]
    private readonly Parameter _weights;

    public FeaturePyramid(int channels, int levels)
        : base(nameof(FeaturePyramid))
    {
        _levels = levels;
        _lateral = [.. Enumerable.Range(0, levels).Select(_ => new Conv2dSame(channels, channels, 1))];
        _smooth = [.. Enumerable.Range(0, levels).Select(_ => new Conv2dSame(channels, channels, 3))];
        _attention = [.. Enumerable.Range(0, levels).Select(_ => new DualAttention(channels))];
        _weights = new Parameter(zeros(levels));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var (height, width) = (input.shape[2], input.shape[3]);
        var levels = new Tensor[_levels];
        for (var i = _levels - 1; i >= 0; i--)
        {
            var pooled = i == 0
                ? input
                : nn.functional.adaptive_avg_pool2d(input, [Math.Max(1, height >> i), Math.Max(1, width >> i)]);
            levels[i] = _lateral[i].call(pooled);
            if (i < _levels - 1)
            {
                levels[i] = levels[i] + Resize(levels[i + 1], levels[i].shape[2], levels[i].shape[3]);
            }
        }

        var gates = _weights.sigmoid();
        return Enumerable.Range(0, _levels)
            .Select(i => Resize(_attention[i].call(_smooth[i].call(levels[i]), gates[i]), height, width))
            .Aggregate((sum, level) => sum + level);
    }

    private static Tensor Resize(Tensor x, long height, long width) =>
        x.shape[2] == height && x.shape[3] == width
            ? x
            : nn.functional.interpolate(x, [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
}
