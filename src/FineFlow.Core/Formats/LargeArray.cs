using System.Runtime.InteropServices;

namespace FineFlow.Core.Formats;

/// <summary>Writes arrays whose bytes are more than one span can count.</summary>
internal static class LargeArray
{
    private const int Piece = 1 << 20;

    /// <summary>Writes the values' bytes as they lie in memory.</summary>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        while (!values.IsEmpty)
        {
            var piece = values[..Math.Min(Piece, values.Length)];
            stream.Write(MemoryMarshal.AsBytes(piece));
            values = values[piece.Length..];
        }
    }
}
