using FineFlow.Torch.Kernels;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>
/// Group normalisation and GELU, [B, C, H, W] to the same shape: by <see cref="NormGelu"/> for maps whose channels lie side by side, where the processor admits it. libtorch
/// 2.10 takes the variance of such maps as E[x^2] - E[x]^2, which loses all digits where the mean is large beside the deviation. So a mean is taken off first for it; the
/// result does not depend on it, nor does any gradient. A mean over every eighth row will do: it misses the whole one by less than three deviations.
/// </summary>
/// <remarks>Maps with their sub-cells apart, [B, r r, C, H, W] of <see cref="SameConvolution"/>, become [B, C, r H, r W]: PixelShuffle is done at once.</remarks>
internal sealed class GroupNormGelu : nn.Module<Tensor, Tensor>
{
    private const int MostGroups = 8, RowStep = 8;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;
    private readonly int _groups;

    /// <summary>8 groups, or the largest divisor of the channel count below 8.</summary>
    public GroupNormGelu(int channels)
        : base(nameof(GroupNormGelu))
    {
        _groups = Enumerable.Range(1, Math.Min(MostGroups, channels)).Last(groups => channels % groups == 0);
        _weight = new Parameter(ones(channels));
        _bias = new Parameter(zeros(channels));
        RegisterComponents();
    }

    public int Groups => _groups;

    public Parameter Weight => _weight;

    public Parameter Bias => _bias;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (input.dim() > 4)
        {
            return scope.MoveToOuter(Fast(input.flatten(1, 2), (int)input.shape[1]));
        }

        var isFast = FastPath.IsOn && NormGelu.Admits(input.shape[1]) && Maps.Hold(input);
        return scope.MoveToOuter(isFast ? Fast(input, 1) : nn.functional.gelu(nn.functional.group_norm(input - Mean(input), _groups, _weight, _bias)));
    }

    /// <summary>Writes the result for maps of the fast path into others, without gradients.</summary>
    public void Write(Tensor input, Tensor output) =>
        NormGeluFunction.Write(input, SubCells.Order(_weight, 1), SubCells.Order(_bias, 1), new SubCells(1, _groups), output).Dispose();

    private Tensor Fast(Tensor input, int subCells)
    {
        var cells = new SubCells((int)Math.Sqrt(subCells), _groups);
        var (scale, shift) = (SubCells.Order(_weight, subCells), SubCells.Order(_bias, subCells));
        if (is_grad_enabled() && (input.requires_grad || _weight.requires_grad))
        {
            return NormGeluFunction.apply(input, scale, shift, cells);
        }

        var output = NormGeluFunction.Empty(input, cells);
        NormGeluFunction.Write(input, scale, shift, cells, output).Dispose();
        return output;
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
