using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.NeuralOde;

/// <summary>
/// Group normalisation (Wu and He, ECCV 2018), computed in 64-bit floats: [B, C, H, W] to the same shape and format. In 32 bits libtorch
/// scales the values first and subtracts the scaled mean afterwards. Where a group's mean is large beside its deviation, which is common in
/// groups of one channel, digits are lost. A ReLU that follows then cuts off other cells, and gradients are off by some tenths of a
/// percent.
/// </summary>
internal sealed class PreciseGroupNorm : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;
    private readonly int _groups;

    /// <param name="groups">Groups, which divide the channels.</param>
    /// <param name="channels">Channels of the maps.</param>
    public PreciseGroupNorm(int groups, int channels)
        : base(nameof(PreciseGroupNorm))
    {
        _groups = groups;
        _weight = new Parameter(ones(channels));
        _bias = new Parameter(zeros(channels));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        const ScalarType Precise = ScalarType.Float64;
        var output = nn.functional.group_norm(input.to(Precise), _groups, _weight.to(Precise), _bias.to(Precise));
        return scope.MoveToOuter(output.to(input.dtype));
    }
}

/// <summary>
/// Layer normalisation over whole maps, computed in 64-bit floats for the same reason: [B, C, H, W] to the same shape and format.
/// </summary>
internal sealed class PreciseLayerNorm : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    /// <param name="shape">[C, H, W].</param>
    public PreciseLayerNorm(params long[] shape)
        : base(nameof(PreciseLayerNorm))
    {
        _weight = new Parameter(ones(shape));
        _bias = new Parameter(zeros(shape));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        const ScalarType Precise = ScalarType.Float64;
        var output = nn.functional.layer_norm(input.to(Precise), _weight.shape, _weight.to(Precise), _bias.to(Precise));
        return scope.MoveToOuter(output.to(input.dtype));
    }
}
