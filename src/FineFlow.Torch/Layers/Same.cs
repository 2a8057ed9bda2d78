using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>Convolutions of stride 1 that keep the map's size by zero padding.</summary>
internal static class Same
{
    public static Conv2d Conv(int inputs, int outputs, int kernel, bool bias = true, int groups = 1) =>
        nn.Conv2d(inputs, outputs, kernel, padding: kernel / 2, groups: groups, bias: bias);
}
