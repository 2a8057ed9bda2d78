using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Plgf;

/// <summary>
/// Feature-wise linear modulation (PLGF eq. 4-5): x * (1 + scale(e)) + shift(e), channel by channel.
/// [B, C, H, W] and context [B, d] to [B, C, H, W].
/// </summary>
internal sealed class Film : nn.Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "scale")]
    private readonly Linear _scale;
    [ComponentName(Name = "shift")]
    private readonly Linear _shift;

    public Film(int contextChannels, int channels)
        : base(nameof(Film))
    {
        _scale = nn.Linear(contextChannels, channels);
        _shift = nn.Linear(contextChannels, channels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor features, Tensor context)
    {
        using var scope = NewDisposeScope();
        var scale = 1 + _scale.call(context)[.., .., TensorIndex.None, TensorIndex.None];
        var shift = _shift.call(context)[.., .., TensorIndex.None, TensorIndex.None];
        return scope.MoveToOuter(addcmul(shift, scale, features, 1));
    }
}
