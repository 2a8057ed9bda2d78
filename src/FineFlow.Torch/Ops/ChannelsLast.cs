using static TorchSharp.torch;

namespace FineFlow.Torch.Ops;

/// <summary>
/// The order of memory in which the channels of a cell lie side by side (NHWC). Shapes stay [B, C, H, W]; convolutions then need no
/// copies into an order of their own, and what follows keeps the order.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>The same maps [B, C, H, W] in that order of memory.</summary>
    public static Tensor Of(Tensor maps)
    {
        var cells = View(maps).contiguous();

        // Of a single channel the strides may say either order. Taken anew from the shape, they say this one.
        return cells.flatten().reshape(cells.shape).permute(0, 3, 1, 2);
    }

    /// <summary>
    /// The same memory as [B, H, W, C]. Means over channels or cells are taken of this view: autograd spreads their gradients in the order
    /// of the view, and a gradient in another order than its map's makes every later addition slow.
    /// </summary>
    public static Tensor View(Tensor maps) => maps.permute(0, 2, 3, 1);
}
