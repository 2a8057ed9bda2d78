using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Hourly;

/// <summary>
/// UNO's layer norm over the features of one head at one position. It differs from the usual one: the deviation is unbiased (divided by
/// d - 1), and epsilon is added to it outside of the root. [B, heads, d, N] to the same shape.
/// </summary>
internal sealed class HeadNorm : nn.Module<Tensor, Tensor>
{
    private const int Features = 2;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;
    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;
    private readonly double _epsilon;

    public HeadNorm(int heads, int features, double epsilon)
        : base(nameof(HeadNorm))
    {
        _weight = new Parameter(ones(heads, 1, features));
        _bias = new Parameter(zeros(heads, 1, features));
        _epsilon = epsilon;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var centred = input - input.mean([Features], keepdim: true);
        var deviation = linalg.vector_norm(centred, 2, [Features], keepdim: true) / Math.Sqrt(input.shape[Features] - 1);
        return scope.MoveToOuter(_weight.mT * centred / (deviation + _epsilon) + _bias.mT);
    }
}
