using FineFlow.Torch.Layers;
using static TorchSharp.torch;

namespace FineFlow.Torch.Models.Dmn;

/// <summary>A convolution that hardly changes anything at first, but lets gradients through.</summary>
internal static class NearZero
{
    private const float Share = 0.01f;

    /// <summary>Makes the weights small and the biases 0.</summary>
    public static void Start(Conv2dSame convolution)
    {
        using var constant = no_grad();
        convolution.Weight.mul_(Share);
        convolution.Bias!.zero_();
    }
}
