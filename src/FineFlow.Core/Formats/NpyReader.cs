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
        InputFile.Read(path, stream => ReadSingle(stream, ReadHeader(stream, path), path, stream.CanSeek));

    /// <summary>
    /// <see cref="ReadSingle(string)"/> for a stream that holds one array and nothing after it; it need not be seekable.
    /// </summary>
    /// <param name="stream">Read to its end. Its own failures (<see cref="IOException"/>) pass through.</param>
    /// <param name="sourceName">Name of the stream, for messages.</param>
    /// <exception cref="BadInputException">The data is not sound, or holds something that is no float32.</exception>
    public static NpyArray<float> ReadSingle(Stream stream, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadSingle(stream, NpyHeaderReader.Read(stream, sourceName), sourceName, knownToExist: false);
    }

    /// <summary>Reads numbers or bools as counts: as float32, and exactly where float32 makes other counts of them.</summary>
    /// <exception cref="BadInputException">
    /// The file cannot be read, is not sound, or holds a whole number above 2^53 or one that is no float32.
    /// </exception>
    internal static CountArray ReadCounts(string path) =>
        InputFile.Read(path, stream => ReadCounts(stream, ReadHeader(stream, path), path, stream.CanSeek));

    /// <summary><see cref="ReadCounts(string)"/> for a stream that holds one array and nothing after it; it need not be seekable.</summary>
    /// <param name="stream">Read to its end. Its own failures (<see cref="IOException"/>) pass through.</param>
    /// <param name="sourceName">Name of the stream, for messages.</param>
    /// <exception cref="BadInputException">The data is not sound, or holds a whole number above 2^53 or one that is no float32.</exception>
    internal static CountArray ReadCounts(Stream stream, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ReadCounts(stream, NpyHeaderReader.Read(stream, sourceName), sourceName, knownToExist: false);
    }

    /// <summary>Reads integers of any width (time stamps, say) as int64.</summary>
    /// <exception cref="BadInputException">The file cannot be read, is not sound, or holds something that is no int64.</exception>
    public static NpyArray<long> ReadInt64(string path) => InputFile.Read(path, stream =>
    {
        var header = ReadHeader(stream, path);
        var decode = NpyDescr.Format(header.Type).ToInt64
            ?? throw new BadInputException(path, $"elements of type {header.Type}; expected integers");
        return ReadData(stream, header, path, decode, stream.CanSeek);
    });

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

    private static NpyArray<float> ReadSingle(Stream stream, NpyHeader header, string source, bool knownToExist) =>
        ReadData(stream, header, source, NpyDescr.Format(header.Type).ToSingle, knownToExist);

    private static CountArray ReadCounts(Stream stream, NpyHeader header, string source, bool knownToExist)
    {
        if (NpyDescr.Format(header.Type).ToDouble is not { } toDouble)
        {
            var (shape, values) = ReadSingle(stream, header, source, knownToExist);
            return new(shape, values);
        }

        var decoder = new CountDecoder(toDouble);
        var inFileOrder = ReadFlat<float>(
            stream, header, source, decoder.Decode, knownToExist, $"; whole counts of at most 2^53 ({CountArray.Largest}) are expected");
        return new(header.Shape, InCOrder(header, inFileOrder), decoder.Exact(inFileOrder) is { } exact ? InCOrder(header, exact) : null);
    }

    private static NpyArray<T> ReadData<T>(Stream stream, NpyHeader header, string source, Decode<T> decode, bool knownToExist)
        where T : unmanaged =>
        new(header.Shape, InCOrder(header, ReadFlat(stream, header, source, decode, knownToExist)));

    /// <summary>Returns the elements in the order of the file.</summary>
    private static T[] ReadFlat<T>(
        Stream stream, NpyHeader header, string source, Decode<T> decode, bool knownToExist, string expected = "")
        where T : unmanaged
    {
        var values = new NumberReader<T>(stream, source, NpyDescr.Format(header.Type), decode, header.BigEndian, expected)
            .Read(header.Count, knownToExist);
        return stream.ReadByte() < 0
            ? values
            : throw new BadInputException(source, $"bytes follow the {header.DataLength} of the array; expected the end");
    }

    private static T[] InCOrder<T>(NpyHeader header, T[] values) => header.FortranOrder ? FortranOrder.ToC(header.Shape, values) : values;
}
