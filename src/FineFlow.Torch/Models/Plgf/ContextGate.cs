using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Plgf;

/// <summary>
/// Context-gated attention (PLGF eq. 9): cross-attention with the context as query and all pixels as keys and values. The result gives a
/// scale and a shift for each channel. [B, C, H, W] and context [B, d] to [B, C, H, W].
/// </summary>
internal sealed class ContextGate : nn.Module<Tensor, Tensor, Tensor>
{
    public const int Heads = 8;

    [ComponentName(Name = "query")]
    private readonly Linear? _query;
    [ComponentName(Name = "attention")]
    private readonly MultiheadAttention _attention;
    [ComponentName(Name = "modulate")]
    private readonly Sequential _modulate;

    public ContextGate(int contextChannels, int channels)
        : base(nameof(ContextGate))
    {
        if (contextChannels != channels)
        {
            _query = nn.Linear(contextChannels, channels);
        }

        _attention = new MultiheadAttention(channels, Heads);
        var last = nn.Linear(channels, 2 * channels);
        _modulate = nn.Sequential(nn.Linear(channels, channels), nn.GELU(), last);

        // The block starts near the identity: gamma = 1, beta = 0.
        using var _ = no_grad();
        last.bias![..channels].fill_(1);
        last.bias![channels..].fill_(0);
        RegisterComponents();
    }

    public override Tensor forward(Tensor features, Tensor context)
    {
        using var scope = NewDisposeScope();
        var query = (_query is null ? context : _query.call(context)).unsqueeze(1); // [B, 1, C]
        var pixels = features.flatten(2).transpose(1, 2); // [B, H*W, C]
        var aggregate = _attention.call(query, pixels).squeeze(1); // v_agg [B, C]
        var modulation = _modulate.call(aggregate).unsqueeze(-1).unsqueeze(-1).chunk(2, 1);
        return scope.MoveToOuter(addcmul(modulation[1], modulation[0], features, 1));
    }
}
