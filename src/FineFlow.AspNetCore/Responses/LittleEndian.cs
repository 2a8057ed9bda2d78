using System.Runtime.InteropServices;

namespace FineFlow.AspNetCore.Responses;

/// <summary>Raw float32, little-endian, which is also how every platform of FineFlow holds them.</summary>
internal static class LittleEndian
{
    public static byte[] Bytes(ReadOnlySpan<float> values) => MemoryMarshal.AsBytes(values).ToArray();

    public static void Write(Stream stream, ReadOnlySpan<float> values) => stream.Write(MemoryMarshal.AsBytes(values));
}
