using static TorchSharp.torch;

namespace FineFlow.Torch.Kernels;

/// <summary>
/// The memory of 32-bit float maps [B, C, H, W] whose channels lie side by side (NHWC). The cells of a slice of channels lie as far apart as those of the
/// whole: so a kernel can read some channels of maps and write others.
/// </summary>
internal readonly unsafe struct Maps
{
    private Maps(float* start, Tensor tensor, int stride)
    {
        Start = start;
        var shape = tensor.shape;
        (Batch, Channels, Height, Width, Stride) = ((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3], stride);
    }

    /// <summary>Channel 0 of the first cell.</summary>
    public float* Start { get; }

    public int Batch { get; }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Floats from one cell to the next.</summary>
    public int Stride { get; }

    /// <summary>Channel 0 of a cell.</summary>
    public float* Cell(int map, int row, int column) => Start + (((nint)map * Height + row) * Width + column) * Stride;

    /// <summary>Whether the tensor's memory is in this order.</summary>
    public static bool Hold(Tensor tensor)
    {
        if (tensor.dtype != ScalarType.Float32 || tensor.device_type != TorchSharp.DeviceType.CPU || tensor.dim() != 4)
        {
            return false;
        }

        var (shape, strides) = (tensor.shape, tensor.stride());
        var stride = CellStride(shape, strides);
        return (shape[1] == 1 || strides[1] == 1) && stride >= shape[1]
            && Is(3, stride) && Is(2, shape[3] * stride) && Is(0, shape[2] * shape[3] * stride)
            && shape[0] * shape[2] * shape[3] * stride < int.MaxValue;

        // The stride of a dimension of length 1 says nothing.
        bool Is(int dimension, long expected) => shape[dimension] == 1 || strides[dimension] == expected;
    }

    /// <summary>The memory of a tensor that <see cref="Hold"/> admits; valid as long as the tensor lives.</summary>
    public static Maps Of(Tensor tensor) =>
        Hold(tensor)
            ? new Maps(TensorMemory.Of(tensor), tensor, (int)CellStride(tensor.shape, tensor.stride()))
            : throw new ArgumentException($"[{string.Join(", ", tensor.shape)}] {tensor.dtype} does not have its channels side by side", nameof(tensor));

    /// <summary>New maps in this order, with whatever their memory holds.</summary>
    public static Tensor Empty(long batch, long channels, long height, long width) =>
        empty_strided([batch, channels, height, width], [height * width * channels, 1, width * channels, channels]);

    /// <summary>The same maps in this order: themselves, where they are.</summary>
    public static Tensor Arranged(Tensor tensor) => Hold(tensor) ? tensor : tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    private static long CellStride(long[] shape, long[] strides) => shape[3] > 1 ? strides[3] : shape[2] > 1 ? strides[2] : shape[0] > 1 ? strides[0] : shape[1];
}
