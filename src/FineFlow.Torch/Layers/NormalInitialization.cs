using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>The initialisation of the authors of UrbanFM and UrbanPy.</summary>
internal static class NormalInitialization
{
    private const double Deviation = 0.02;

    /// <summary>
    /// Draws convolution weights from N(0, 0.02) and batch norm weights from N(1, 0.02), and sets batch norm biases to 0. Convolution
    /// biases, linear layers and embeddings keep libtorch's initialisation.
    /// </summary>
    public static void Apply(nn.Module network)
    {
        foreach (var module in network.modules())
        {
            if (module is Conv2dSame convolution)
            {
                nn.init.normal_(convolution.Weight, 0, Deviation);
            }
            else if (module is BatchNorm2d norm)
            {
                nn.init.normal_(norm.weight!, 1, Deviation);
                nn.init.zeros_(norm.bias!);
            }
        }
    }
}
