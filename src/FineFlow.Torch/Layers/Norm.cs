using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>Normalisation layers.</summary>
internal static class Norm
{
    /// <summary>GroupNorm of so many groups, which divide the channels.</summary>
    public static GroupNorm Group(int groups, int channels)
    {
        // TorchSharp 0.107 leaves the weights of a new GroupNorm as they lie in memory.
        var norm = nn.GroupNorm(groups, channels);
        nn.init.ones_(norm.weight!);
        nn.init.zeros_(norm.bias!);
        return norm;
    }
}
