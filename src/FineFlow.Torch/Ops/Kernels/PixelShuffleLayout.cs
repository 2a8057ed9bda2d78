using static TorchSharp.torch;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>
/// Order of the channels of maps that PixelShuffle enlarges r times, [r r C, H, W] to [C, r H, r W]. Channel c of sub-cell (i, j) is at
/// (i r + j) C + c, so that the channels of a sub-cell lie side by side; PixelShuffle has it at c r r + i r + j.
/// </summary>
/// <param name="Factor">r; 1 for maps that do not grow.</param>
/// <param name="Groups">Groups of the channels c, for normalisation.</param>
internal readonly record struct PixelShuffleLayout(int Factor, int Groups)
{
    public int Count => Factor * Factor;

    /// <summary>Returns a parameter with PixelShuffle's channels first, in this order and in 32-bit floats.</summary>
    public static Tensor Order(Tensor parameter, int subCells)
    {
        var wide = parameter.to(ScalarType.Float32);
        return subCells == 1 ? wide : wide.unflatten(0, [-1, subCells]).transpose(0, 1).flatten(0, 1);
    }

    /// <summary>Returns the group of a channel of the maps before PixelShuffle.</summary>
    public int Group(int channel, int channels)
    {
        var plain = channels / Count;
        return channel % plain * Groups / plain;
    }

    /// <summary>Returns the address of a sub-cell in the enlarged maps.</summary>
    public unsafe T* Of<T>(NhwcView<T> grown, int map, int row, int column, int sub)
        where T : unmanaged, IMapNumber<T> =>
        grown.Cell(map, row * Factor + sub / Factor, column * Factor + sub % Factor);
}
