using System.Buffers.Binary;
using System.Text;

namespace FineFlow.Ingest.Tests.Archives;

/// <summary>Changes single fields of a zip archive, in its list and, where they are there too, in front of the entry.</summary>
internal static class ZipBytes
{
    private const uint Listed = 0x02014b50;
    private const uint Local = 0x04034b50;

    public static byte[] WithFlags(this byte[] zip, string name, ushort flags) =>
        zip.Changed(name, 8, 6, bytes => BinaryPrimitives.WriteUInt16LittleEndian(bytes, flags));

    public static byte[] WithMethod(this byte[] zip, string name, ushort method) =>
        zip.Changed(name, 10, 8, bytes => BinaryPrimitives.WriteUInt16LittleEndian(bytes, method));

    public static byte[] WithChecksum(this byte[] zip, string name, uint crc) =>
        zip.Changed(name, 16, 14, bytes => BinaryPrimitives.WriteUInt32LittleEndian(bytes, crc));

    public static byte[] WithLength(this byte[] zip, string name, uint length) =>
        zip.Changed(name, 24, 22, bytes => BinaryPrimitives.WriteUInt32LittleEndian(bytes, length));

    public static byte[] WithUnixType(this byte[] zip, string name, ushort mode) =>
        zip.Changed(name, 40, null, bytes => BinaryPrimitives.WriteUInt16LittleEndian(bytes, mode));

    private static byte[] Changed(this byte[] zip, string name, int inList, int? inFront, Action<Span<byte>> change)
    {
        var copy = zip.ToArray();
        change(copy.AsSpan(Find(copy, Listed, 28, 46, name) + inList));
        if (inFront is { } offset)
        {
            change(copy.AsSpan(Find(copy, Local, 26, 30, name) + offset));
        }

        return copy;
    }

    private static int Find(byte[] zip, uint signature, int lengthAt, int nameAt, string name)
    {
        for (var start = 0; start + nameAt <= zip.Length; start++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(start)) == signature
                && BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(start + lengthAt)) == name.Length
                && zip.AsSpan(start + nameAt).StartsWith(Encoding.ASCII.GetBytes(name)))
            {
                return start;
            }
        }

        throw new InvalidOperationException($"{name} is not in the archive");
    }
}
