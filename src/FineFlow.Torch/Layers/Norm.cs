using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>Normalisation layers.</summary>
internal static class Norm
{
    private const int Groups = 8;

    /// <summary>GroupNorm of 8 groups, or of the largest divisor of the channel count below 8.</summary>
    public static GroupNorm Group(int channels)
    {
        var groups = Math.Min(Groups, channels);
        while (channels % groups != 0)
        {
            groups--;
        }

        return Group(groups, channels);
    }

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
