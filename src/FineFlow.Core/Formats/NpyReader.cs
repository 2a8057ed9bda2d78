namespace FineFlow.Core.Formats;

/// <summary>
/// Reads <c>.npy</c> files (NEP 1, versions 1.0 to 3.0) of plain numbers, of either byte order and either axis order.
/// Python objects, structures, strings, complex numbers and dates are refused. Every problem of the data is a
/// <see cref="BadInputException"/>; memory is only taken for data that is there.
/// </summary>
public static class NpyReader
{
    /// <summary>Reads the header alone and checks the file's length against it.</summary>
    /// <exception cref="BadInputException">No readable file, no npy file, or not of the length that its header promises.</exception>
    public static NpyHeader ReadHeader(string path) => InputFile.Read(path, stream => ReadHeader(stream, path));

    /// <summary>
    /// Reads numbers or bools as float32. Integers beyond 2^24 round to the nearest float32; float64 values beyond float32's
    /// range are refused.
    /// </summary>
    /// <exception cref="BadInputException">The file cannot be read, is not sound, or holds something that is no float32.</exception>
    public static NpyArray<float> ReadSingle(string path) =>
        InputFile.Read(path, stream => ReadData(stream, ReadHeader(stream, path), path, format => format.ToSingle, stream.CanSeek));

    /// <summary>Reads integers of any width (time stamps, say) as int64.</summary>
    /// <exception cref="BadInputException">The file cannot be read, is not sound, or holds something that is no int64.</exception>
    public static NpyArray<long> ReadInt64(string path) =>
        InputFile.Read(path, stream => ReadData(stream, ReadHeader(stream, path), path, format => format.ToInt64, stream.CanSeek));

    /// <summary>
    /// <see cref="ReadSingle(string)"/> for a stream that holds one array and nothing after it; it need not be seekable.
    /// </summary>
    /// <param name="stream">Read to its end. Its own failures (<see cref="IOException"/>) pass through.</param>
    /// <param name="sourceName">Name of the stream, for messages.</param>
    /// <exception cref="BadInputException">The data is not sound, or holds something that is no float32.</exception>
    public static NpyArray<float> ReadSingle(Stream stream, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadData(stream, NpyHeaderReader.Read(stream, sourceName), sourceName, format => format.ToSingle, knownToExist: false);
    }

    private static NpyHeader ReadHeader(FileStream stream, string path)
    {
        var header = NpyHeaderReader.Read(stream, path);
        var expected = header.DataOffset + header.DataLength;
        if (stream.CanSeek && stream.Length != expected)
        {
            throw new BadInputException(path, $"{stream.Length} bytes long; its npy header asks for exactly {expected}");
        }

        return header;
    }

    private static NpyArray<T> ReadData<T>(
        Stream stream, NpyHeader header, string source, Func<NumberFormat, Decode<T>?> conversion, bool knownToExist)
        where T : unmanaged
    {
        var format = NpyDescr.Format(header.Type);
        var decode = conversion(format)
            ?? throw new BadInputException(source, $"elements of type {header.Type}; expected integers");
        var values = new NumberReader<T>(stream, source, format, decode, header.BigEndian).Read(header.Count, knownToExist);
        if (stream.ReadByte() >= 0)
        {
            throw new BadInputException(source, $"bytes follow the {header.DataLength} of the array; expected the end");
        }

        return new NpyArray<T>(header.Shape, header.FortranOrder ? FortranOrder.ToC(header.Shape, values) : values);
    }
}
