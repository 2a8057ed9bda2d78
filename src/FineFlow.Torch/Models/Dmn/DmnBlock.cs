using FineFlow.Torch.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Dmn;

/// <summary>
/// A residual block: normalisation, GELU, 3x3 convolution, normalisation, modulation by the context, SiLU, dropout of whole maps, and a
/// 3x3 convolution that begins near zero, so that the block begins as the identity. [B, c, H, W] and context [B, d] to [B, c, H, W].
/// </summary>
internal sealed class DmnBlock : nn.Module<Tensor, Tensor, Tensor>
{
    /// <summary>Groups of the normalisation.</summary>
    public const int Groups = 8;

    [ComponentName(Name = "norm1")]
    private readonly GroupNormGelu _norm1;
    [ComponentName(Name = "conv1")]
    private readonly Conv2dSame _conv1;
    [ComponentName(Name = "norm2")]
    private readonly GroupNorm _norm2;
    [ComponentName(Name = "film")]
    private readonly Linear _film;
    [ComponentName(Name = "conv2")]
    private readonly Conv2dSame _conv2;
    [ComponentName(Name = "dropout")]
    private readonly SeededDropout _dropout;

    public DmnBlock(DmnOptions options)
        : base(nameof(DmnBlock))
    {
        var channels = options.Channels;
        _norm1 = new GroupNormGelu(channels);
        _conv1 = new Conv2dSame(channels, channels, 3);
        _norm2 = nn.GroupNorm(Groups, channels);
        nn.init.ones_(_norm2.weight);
        nn.init.zeros_(_norm2.bias);
        _film = nn.Linear(options.ContextChannels, 2 * channels);
        _conv2 = new Conv2dSame(channels, channels, 3);
        NearZero.Start(_conv2);
        _dropout = new SeededDropout(options.Dropout);
        RegisterComponents();
    }

    public override Tensor forward(Tensor features, Tensor context)
    {
        using var scope = NewDisposeScope();
        var film = _film.call(context)[.., .., TensorIndex.None, TensorIndex.None].chunk(2, 1);
        var hidden = _norm2.call(_conv1.call(_norm1.call(features)));
        hidden = nn.functional.silu(addcmul(film[1], 1 + film[0], hidden, 1));
        if (training)
        {
            hidden = hidden * _dropout.call(ones(features.shape[0], features.shape[1], 1, 1, features.dtype, features.device));
        }

        return scope.MoveToOuter(features + _conv2.call(hidden));
    }
}
