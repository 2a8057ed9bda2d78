using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>
/// Group normalisation of maps whose channels lie last in memory, [B, C, H, W] to the same shape. libtorch 2.10 takes the variance there
/// as E[x^2] - E[x]^2, which loses all digits where the mean is large beside the deviation. So a mean is taken off first; the result does not
/// depend on it, nor does any gradient. A mean over every eighth row will do: it misses the whole one by less than three deviations.
/// </summary>
internal sealed class CentredGroupNorm : nn.Module<Tensor, Tensor>
{
    private const int Groups = 8, RowStep = 8;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;
    private readonly int _groups;

    /// <summary>8 groups, or the largest divisor of the channel count below 8.</summary>
    public CentredGroupNorm(int channels)
        : base(nameof(CentredGroupNorm))
    {
        _groups = Enumerable.Range(1, Math.Min(Groups, channels)).Last(groups => channels % groups == 0);
        _weight = new Parameter(ones(channels));
        _bias = new Parameter(zeros(channels));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(nn.functional.group_norm(input - Mean(input), _groups, _weight, _bias));
    }

    /// <summary>The mean of each group, about, for each of its channels: [B, C, 1, 1].</summary>
    private Tensor Mean(Tensor input)
    {
        using var constant = no_grad();
        var (batch, channels) = (input.shape[0], input.shape[1]);
        var rows = ChannelsLast.View(input).slice(1, 0, input.shape[2], RowStep);
        var means = rows.mean([1, 2]).reshape(batch, _groups, channels / _groups).mean([-1], keepdim: true);
        return means.expand(-1, -1, channels / _groups).reshape(batch, channels, 1, 1);
    }
}
