using System.Buffers.Binary;

using FineFlow.Core;

namespace FineFlow.TorchSharpPatch.Elf;

/// <summary>The bytes of an ELF file, little-endian. Every access is checked: a file that points outside of itself is refused.</summary>
internal sealed class ElfBytes(string source, byte[] bytes)
{
    public ulong Length => (ulong)bytes.Length;

    public ushort UInt16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(Span(offset, sizeof(ushort)));

    public uint UInt32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(Span(offset, sizeof(uint)));

    public ulong UInt64(ulong offset) => BinaryPrimitives.ReadUInt64LittleEndian(Span(offset, sizeof(ulong)));

    public void WriteUInt32(ulong offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Span(offset, sizeof(uint)), value);

    /// <summary>A window on the file's own bytes: writing to it writes to the file.</summary>
    /// <exception cref="BadInputException">The window does not lie inside the file.</exception>
    public Span<byte> Span(ulong offset, ulong length)
    {
        if (offset > Length || length > Length - offset)
            throw Refusal($"points at {length} bytes from {offset} on, and the file has {Length}");

        return bytes.AsSpan((int)offset, (int)length);
    }

    public BadInputException Refusal(string problem) => new(source, problem);
}
