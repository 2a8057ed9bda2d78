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

        return nn.GroupNorm(groups, channels);
    }
}
