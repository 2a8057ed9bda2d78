using static TorchSharp.torch;

namespace FineFlow.Torch.Ops.Kernels;

/// <summary>Tensors of maps [B, C, H, W] in NHWC layout, in a format that kernels support (<see cref="IMapNumber{T}"/>).</summary>
internal static class NhwcView
{
    /// <summary>
    /// Returns whether a tensor is in this layout. A slice of channels is: its cells lie as far apart as those of the whole.
    /// </summary>
    public static bool Fits(Tensor tensor)
    {
        if ((tensor.dtype != Fp32.Type && tensor.dtype != Bf16.Type)
            || tensor.device_type != TorchSharp.DeviceType.CPU
            || tensor.dim() != 4)
        {
            return false;
        }

        var (shape, strides) = (tensor.shape, tensor.stride());
        var stride = CellStride(tensor);
        return (shape[1] == 1 || strides[1] == 1) && stride >= shape[1]
            && Is(3, stride) && Is(2, shape[3] * stride) && Is(0, shape[2] * shape[3] * stride)
            && shape[0] * shape[2] * shape[3] * stride < int.MaxValue;

        // The stride of a dimension of length 1 is arbitrary.
        bool Is(int dimension, long expected) => shape[dimension] == 1 || strides[dimension] == expected;
    }

    /// <summary>Returns the numbers from one cell to the next.</summary>
    public static long CellStride(Tensor tensor)
    {
        var (shape, strides) = (tensor.shape, tensor.stride());
        return shape[3] > 1 ? strides[3] : shape[2] > 1 ? strides[2] : shape[0] > 1 ? strides[0] : shape[1];
    }

    /// <summary>Allocates maps in this layout and in a tensor's format, without clearing them.</summary>
    public static Tensor Empty(long batch, long channels, long height, long width, Tensor like) =>
        empty_strided([batch, channels, height, width], [height * width * channels, 1, width * channels, channels], like.dtype);

    /// <summary>Returns the same maps in this layout; a copy only where needed.</summary>
    public static Tensor Arranged(Tensor tensor) => Fits(tensor) ? tensor : tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
}

/// <summary>The memory of maps that <see cref="NhwcView.Fits"/> accepts. A kernel can read some channels of it and write others.</summary>
internal readonly unsafe struct NhwcView<T>
    where T : unmanaged, IMapNumber<T>
{
    /// <param name="tensor">The maps, which must outlive the view.</param>
    public NhwcView(Tensor tensor)
    {
        if (!NhwcView.Fits(tensor) || tensor.dtype != T.Type)
        {
            throw new ArgumentException(
                Invariant($"[{string.Join(", ", tensor.shape)}] {tensor.dtype} are not {T.Type} with their channels side by side"),
                nameof(tensor));
        }

        var shape = tensor.shape;
        (Batch, Channels, Height, Width) = ((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]);
        Start = (T*)TensorMemory.Of(tensor);
        Stride = (int)NhwcView.CellStride(tensor);
    }

    /// <summary>Channel 0 of the first cell.</summary>
    public T* Start { get; }

    public int Batch { get; }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Numbers from one cell to the next.</summary>
    public int Stride { get; }

    /// <summary>Returns the address of a cell's channel 0.</summary>
    public T* Cell(int map, int row, int column) => Start + (((nint)map * Height + row) * Width + column) * Stride;
}
