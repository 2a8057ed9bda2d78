using System.Runtime.InteropServices;

namespace FineFlow.Torch.Export;

/// <summary>The element types of ONNX that are used, by their numbers in onnx.proto.</summary>
internal enum OnnxType
{
    /// <summary>32-bit floats.</summary>
    Float = 1,

    /// <summary>64-bit integers.</summary>
    Int64 = 7,

    /// <summary>64-bit floats.</summary>
    Double = 11,
}

/// <summary>A tensor of an ONNX file.</summary>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its sizes; none for a single value.</param>
/// <param name="Bytes">Its values, row-major and little-endian.</param>
internal sealed record OnnxTensor(OnnxType Type, long[] Shape, byte[] Bytes)
{
    /// <summary>Copies 32-bit floats.</summary>
    public static OnnxTensor From(ReadOnlySpan<float> values, params long[] shape) =>
        new(OnnxType.Float, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Copies 64-bit floats.</summary>
    public static OnnxTensor From(ReadOnlySpan<double> values, params long[] shape) =>
        new(OnnxType.Double, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Copies integers.</summary>
    public static OnnxTensor From(ReadOnlySpan<long> values, params long[] shape) =>
        new(OnnxType.Int64, shape, MemoryMarshal.AsBytes(values).ToArray());
}
