using System.Buffers.Binary;

namespace FineFlow.Core.Formats;

/// <summary>
/// Reads the head of an <c>.npy</c> file, versions 1.0, 2.0 and 3.0: magic, version, length of the header text, header text
/// (NEP 1; they differ in the width of the length and in the text's encoding, of which only ASCII is ever needed here).
/// </summary>
internal static class NpyHeaderReader
{
    // numpy's own default limit is 10,000; the headers it writes are of 118 or so.
    private const int MaxHeaderLength = 1 << 16;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    public static NpyHeader Read(Stream stream, string source)
    {
        var start = ReadBytes(stream, 8, source);
        if (!start.AsSpan().StartsWith(Magic))
        {
            throw new BadInputException(source, "not an npy file: expected it to start with \\x93NUMPY");
        }

        var lengthWidth = (start[6], start[7]) switch
        {
            (1, 0) => 2,
            (2 or 3, 0) => 4,
            _ => throw new BadInputException(source, $"npy version {start[6]}.{start[7]} is unknown; expected 1.0, 2.0 or 3.0"),
        };
        // Two bytes or four; the zeros make a number of four out of two.
        byte[] lengthBytes = [.. ReadBytes(stream, lengthWidth, source), 0, 0];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MaxHeaderLength)
        {
            throw new BadInputException(source, $"npy header of {length} bytes; expected at most {MaxHeaderLength}");
        }

        var (descr, fortranOrder, shape) = NpyHeaderParser.Parse(ReadBytes(stream, (int)length, source), source);
        var (type, bigEndian) = NpyDescr.Parse(descr, source);
        CheckCount(shape, source);
        return new NpyHeader(shape, type, fortranOrder, bigEndian, start.Length + lengthWidth + length);
    }

    private static byte[] ReadBytes(Stream stream, int length, string source)
    {
        var bytes = new byte[length];
        return stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length
            ? bytes
            : throw new BadInputException(source, "truncated: the file ends within the npy header");
    }

    private static void CheckCount(int[] shape, string source)
    {
        // Empty axes count as one, so that no part of the shape can overflow later, as in numpy.
        var count = 1L;
        foreach (var size in shape)
        {
            count *= Math.Max(size, 1);
            if (count > Array.MaxLength)
            {
                throw new BadInputException(
                    source, $"npy header: shape ({string.Join(", ", shape)}) has more than {Array.MaxLength} elements");
            }
        }
    }
}
