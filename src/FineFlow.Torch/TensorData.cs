using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FineFlow.Torch;

/// <summary>Copies arrays into tensors and back.</summary>
internal static class TensorData
{
    /// <summary>Returns the memory of a contiguous float32 tensor on the CPU, valid while the tensor lives.</summary>
    public static Span<float> AsSpan(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>Returns the bytes of a tensor's elements.</summary>
    public static long SizeInBytes(this Tensor tensor) => tensor.numel() * tensor.element_size();

    /// <summary>Copies values into a float32 tensor on the CPU.</summary>
    public static Tensor From(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        var tensor = empty(shape, ScalarType.Float32, CPU);
        values.CopyTo(tensor.AsSpan());
        return tensor;
    }

    /// <summary>Returns numbers of samples, slots or the like as an int64 tensor to select by.</summary>
    public static Tensor Indices(int[] numbers, Device device) =>
        tensor(Array.ConvertAll(numbers, number => (long)number), device: device);

    /// <summary>Copies values into an int64 tensor on the CPU.</summary>
    public static Tensor From(ReadOnlySpan<long> values, params ReadOnlySpan<long> shape)
    {
        var tensor = empty(shape, ScalarType.Int64, CPU);
        values.CopyTo(MemoryMarshal.Cast<byte, long>(tensor.bytes));
        return tensor;
    }
}
