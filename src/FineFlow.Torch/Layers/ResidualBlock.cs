using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>
/// UrbanFM's residual block (section 3.1): the input plus conv-BN-ReLU-conv-BN of it, without an activation after the sum.
/// [B, C, H, W] to the same shape.
/// </summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv_block")]
    private readonly Sequential _body;

    public ResidualBlock(int channels)
        : base(nameof(ResidualBlock))
    {
        _body = Body(channels);
        RegisterComponents();
    }

    /// <summary>Creates the branch that is added to the input: conv-BN-ReLU-conv-BN.</summary>
    public static Sequential Body(int channels) => nn.Sequential(
        new Conv2dSame(channels, channels, 3),
        nn.BatchNorm2d(channels),
        nn.ReLU(),
        new Conv2dSame(channels, channels, 3),
        nn.BatchNorm2d(channels));

    /// <summary>Creates <paramref name="count"/> blocks in sequence.</summary>
    public static Sequential Stack(int count, int channels) =>
        nn.Sequential(Enumerable.Range(0, count).Select(_ => new ResidualBlock(channels)));

    public override Tensor forward(Tensor input)
    {
        using var change = _body.call(input);
        return input + change;
    }
}
