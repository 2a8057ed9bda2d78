using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineFlow.Torch.Layers;

/// <summary>
/// Sub-pixel upsampling in stages of 2 (UrbanFM, section 3.1): conv 3x3 to four times the channels, batch norm, PixelShuffle, ReLU.
/// [B, C, H, W] to [B, C, 2^k H, 2^k W].
/// </summary>
internal static class SubPixelUpsampling
{
    /// <summary>Creates all stages under the published names: stage j has its convolution at 4j and its norm at 4j + 1.</summary>
    public static Sequential Of(int channels, int stages) => nn.Sequential(
        Enumerable.Range(0, stages).SelectMany(_ => new nn.Module<Tensor, Tensor>[]
        {
            new Conv2dSame(channels, 4 * channels, 3), nn.BatchNorm2d(4 * channels), nn.PixelShuffle(2), nn.ReLU(),
        }));
}
