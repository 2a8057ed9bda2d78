using FineFlow.Core;
using PureHDF;
using PureHDF.VOL.Native;

namespace FineFlow.Ingest.Maps;

/// <summary>Maps in HDF5 files: an array of numbers with three or four axes, and beside it the names of its slots, <c>date</c>.</summary>
internal static class Hdf5Maps
{
    private const string Dates = "date";

    /// <inheritdoc cref="MapFile.Read"/>
    public static MapFile Read(string path, string? key)
    {
        try
        {
            using var file = H5File.OpenRead(path);
            return Read(path, file, key);
        }
        catch (Exception failure) when (failure is not BadInputException and not OutOfMemoryException)
        {
            // The library throws whatever the bytes lead it to.
            throw new BadInputException(path, $"cannot be read as HDF5: {failure.Message}", failure);
        }
    }

    private static MapFile Read(string path, NativeFile file, string? key)
    {
        var arrays = file.Children().OfType<IH5Dataset>().ToList();
        var maps = arrays.Where(array => array.Space.Dimensions.Length is 3 or 4 && IsNumber(array.Type.Class)).ToList();
        var name = MapFile.Choose(path, [.. maps.Select(array => array.Name)], key);
        var source = $"{path}/{name}";
        var counts = ReadCounts(maps.Single(array => array.Name == name), source);
        return new(source, counts, arrays.Find(array => array.Name == Dates) is { } dates ? ReadDates(dates, counts.Shape[0], path) : null);
    }

    private static CountArray ReadCounts(IH5Dataset array, string source)
    {
        int[] shape = [.. array.Space.Dimensions.Select(length => checked((int)length))];
        var values = (array.Type.Class, array.Type.Size) switch
        {
            (H5DataTypeClass.FloatingPoint, 4) => Array.ConvertAll(array.Read<float[]>(), value => (double)value),
            (H5DataTypeClass.FloatingPoint, 8) => array.Read<double[]>(),
            (H5DataTypeClass.FixedPoint, 1) => Array.ConvertAll(array.Read<byte[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 2) => Array.ConvertAll(array.Read<short[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 4) => Array.ConvertAll(array.Read<int[]>(), value => (double)value),
            (H5DataTypeClass.FixedPoint, 8) => Array.ConvertAll(array.Read<long[]>(), value => (double)value),
            var (kind, size) => throw new BadInputException(source, $"holds {kind} of {size} bytes; numbers of 1 to 8 bytes are expected"),
        };
        return CountArray.From(shape, values);
    }

    private static NumberedSlots ReadDates(IH5Dataset dates, int samples, string path)
    {
        string[] names = dates.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength
            ? [.. dates.Read<string[]>().Select(name => name.TrimEnd('\0', ' '))]
            : throw new BadInputException($"{path}/{Dates}", $"holds {dates.Type.Class}; texts are expected, as 2014070148");
        return names.Length == samples
            ? new($"{path}/{Dates}", names)
            : throw new BadInputException($"{path}/{Dates}", $"has {names.Length} dates; {samples} are expected, as many as maps");
    }

    private static bool IsNumber(H5DataTypeClass kind) => kind is H5DataTypeClass.FloatingPoint or H5DataTypeClass.FixedPoint;
}
