using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.DeepLgr;

/// <summary>
/// DeepLGR's global pyramid: averages over k x k windows for several k, each enlarged to the whole map by a sub-pixel convolution,
/// concatenated with the map and mixed. [B, C, H, W] to the same shape.
/// </summary>
internal sealed class GlobalPyramid : nn.Module<Tensor, Tensor>
{
    /// <summary>Ratio of the map's channels to a level's channels.</summary>
    public const int Reduction = 8;

    [ComponentName(Name = "stages")]
    private readonly ModuleList<Summary> _summaries;
    [ComponentName(Name = "deconvs")]
    private readonly ModuleList<Spread> _spreads;
    [ComponentName(Name = "bottleneck")]
    private readonly Conv2dSame _mix;

    /// <param name="channels">Channels of the map.</param>
    /// <param name="height">Rows of the map, a multiple of every level.</param>
    /// <param name="width">Columns of the map, a multiple of every level.</param>
    /// <param name="levels">Window sizes k of the levels.</param>
    public GlobalPyramid(int channels, int height, int width, IReadOnlyList<int> levels)
        : base(nameof(GlobalPyramid))
    {
        var inner = channels / Reduction;
        _summaries = [.. levels.Select(k => new Summary(channels, inner, k))];
        _spreads = [.. levels.Select(k => new Spread(inner, height / k, width / k))];
        _mix = new Conv2dSame(channels + levels.Count * inner, channels, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var levels = _summaries.Zip(_spreads, (summary, spread) => spread.call(summary.call(input)));
        return scope.MoveToOuter(nn.functional.relu(_mix.call(cat([.. levels, input], 1))));
    }

    /// <summary>Averages over windows, conv 1x1, BN: [B, C, H, W] to [B, c, k, k].</summary>
    private sealed class Summary : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "1")]
        private readonly Conv2dSame _conv;
        [ComponentName(Name = "2")]
        private readonly BatchNorm2d _norm;
        private readonly int _windows;

        public Summary(int channels, int inner, int windows)
            : base(nameof(Summary))
        {
            _windows = windows;
            _conv = new Conv2dSame(channels, inner, 1, bias: false);
            _norm = nn.BatchNorm2d(inner);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var means = _conv.call(nn.functional.adaptive_avg_pool2d(input, [_windows, _windows]));

            // With one sample, the 1 x 1 level has a single value for each channel, whose unbiased variance is NaN. The published code
            // fails in this step; here the running statistics are used.
            return training && means.shape[0] * _windows == 1
                ? nn.functional.batch_norm(means, _norm.running_mean, _norm.running_var, _norm.weight, _norm.bias)
                : _norm.call(means);
        }
    }

    /// <summary>
    /// Conv 1x1 and a pixel shuffle with separate factors for rows and columns: [B, c, k, k] to [B, c, rows k, columns k].
    /// </summary>
    internal sealed class Spread : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "conv")]
        private readonly Conv2dSame _conv;
        private readonly int _rows;
        private readonly int _columns;

        public Spread(int channels, int rows, int columns)
            : base(nameof(Spread))
        {
            (_rows, _columns) = (rows, columns);
            _conv = new Conv2dSame(channels, channels * rows * columns, 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var (batch, channels, height, width) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
            return _conv.call(input)
                .reshape(batch, channels, _rows, _columns, height, width)
                .permute(0, 1, 4, 2, 5, 3)
                .reshape(batch, channels, height * _rows, width * _columns);
        }
    }
}
