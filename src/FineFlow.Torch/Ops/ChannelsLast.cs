using static TorchSharp.torch;

namespace FineFlow.Torch.Ops;

/// <summary>
/// The memory layout in which the channels of a cell lie side by side (NHWC). Shapes stay [B, C, H, W]. Convolutions then need no copies in
/// a layout of their own, and later operations keep it.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>Returns the same maps [B, C, H, W] in this layout.</summary>
    public static Tensor Of(Tensor maps)
    {
        var cells = View(maps).contiguous();

        // With one channel both layouts have valid strides; the reshape forces NHWC strides.
        return cells.flatten().reshape(cells.shape).permute(0, 3, 1, 2);
    }

    /// <summary>
    /// Returns a view of the same memory as [B, H, W, C]. Means over channels or cells should use it, since autograd lays out gradients as
    /// the view, and a gradient in another layout than its map makes every later addition slow.
    /// </summary>
    public static Tensor View(Tensor maps) => maps.permute(0, 2, 3, 1);
}
