using static TorchSharp.torch;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// Channels of maps that PixelShuffle is to grow r times, [r r C, H, W] to [C, r H, r W]. Channel c of sub-cell (i, j) is at (i r + j) C + c, so that the channels
/// of a sub-cell lie side by side, and not at c r r + i r + j as PixelShuffle has it.
/// </summary>
/// <param name="Factor">r; 1: maps that do not grow.</param>
/// <param name="Groups">Groups of the channels c, for normalisation.</param>
internal readonly record struct PixelShuffleLayout(int Factor, int Groups)
{
    public int Count => Factor * Factor;

    /// <summary>A parameter, whose first dimension is PixelShuffle's channels, as kernels take it: in this order and in 32-bit floats, whatever the maps are in.</summary>
    public static Tensor Order(Tensor parameter, int subCells)
    {
        var wide = parameter.to(ScalarType.Float32);
        return subCells == 1 ? wide : wide.unflatten(0, [-1, subCells]).transpose(0, 1).flatten(0, 1);
    }

    /// <summary>The group of a channel of the maps before they grow.</summary>
    public int Group(int channel, int channels)
    {
        var plain = channels / Count;
        return channel % plain * Groups / plain;
    }

    /// <summary>Where a sub-cell is in the maps that have grown.</summary>
    public unsafe T* Of<T>(NhwcView<T> grown, int map, int row, int column, int sub)
        where T : unmanaged, IMapNumber<T> =>
        grown.Cell(map, row * Factor + sub / Factor, column * Factor + sub % Factor);
}
