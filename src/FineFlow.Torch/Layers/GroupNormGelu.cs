using FineFlow.Torch.Ops;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>The layer of <see cref="NormAndGelu"/>, group normalisation and GELU: [B, C, H, W] to the same shape.</summary>
internal sealed class GroupNormGelu : nn.Module<Tensor, Tensor>
{
    private const int MostGroups = 8;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    /// <summary>Creates a layer of 8 groups, or of the largest divisor of the channel count below 8.</summary>
    public GroupNormGelu(int channels)
        : base(nameof(GroupNormGelu))
    {
        Groups = GroupsOf(channels);
        _weight = new Parameter(ones(channels));
        _bias = new Parameter(zeros(channels));
        RegisterComponents();
    }

    public int Groups { get; }

    public Parameter Weight => _weight;

    public Parameter Bias => _bias;

    /// <summary>Returns the groups of a layer of so many channels.</summary>
    public static int GroupsOf(int channels) =>
        Enumerable.Range(1, Math.Min(MostGroups, channels)).Last(groups => channels % groups == 0);

    public override Tensor forward(Tensor input) => NormAndGelu.Apply(input, _weight, _bias, Groups);
}
