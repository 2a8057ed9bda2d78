using FineFlow.Core.Formats;

namespace FineFlow.Core.Datasets;

/// <summary>Maps and external factors outside a dataset folder, from files or elsewhere, under the same rules.</summary>
internal static class FlowFiles
{
    /// <summary>Reads maps [n, H, W] or [n, C, H, W] of any numeric type.</summary>
    /// <exception cref="BadInputException">No such file, no such array, or a value that is not finite or is negative.</exception>
    public static FlowMaps ReadMaps(string path) => CheckedMaps(NpyReader.ReadCounts(path), path);

    /// <summary>Reads coarse maps [n, H, W] or [n, C, H, W] of any numeric type, in which NaN marks a missing count.</summary>
    /// <returns>The maps, and their mask where cells are missing (<see cref="MissingCells.Separate"/>).</returns>
    /// <exception cref="BadInputException">No such file, no such array, or a value that is infinite or negative.</exception>
    public static (FlowMaps Coarse, FlowMaps? Mask) ReadCoarse(string path)
    {
        var (coarse, mask) = MissingCells.Separate(SplitReader.ReadMaps(path));
        Check(coarse, path);
        return (coarse, mask);
    }

    /// <inheritdoc cref="ReadMaps(string)"/>
    /// <summary>Reads maps from a stream that holds nothing else, as an entry of an archive.</summary>
    /// <param name="stream">Read to its end; it need not be seekable.</param>
    /// <param name="source">Its name, for messages.</param>
    public static FlowMaps ReadMaps(Stream stream, string source) => CheckedMaps(NpyReader.ReadCounts(stream, source), source);

    /// <summary>Reads the starts of slots [n], seconds since 1970 on the local clock, of any integer type.</summary>
    /// <exception cref="BadInputException">No such file, no such array, or a value that is no time.</exception>
    public static long[] ReadTime(string path)
    {
        var time = SplitReader.ReadTime(path);
        SplitValues.CheckTime(time, path);
        return time;
    }

    /// <summary>Reads external factors [n, 7] of any numeric type, with TaxiBJ's columns.</summary>
    /// <exception cref="BadInputException">No such file, no such array, or a value outside its column's range.</exception>
    public static ExternalFactors ReadExternal(string path) => CheckedExternal(NpyReader.ReadSingle(path), path);

    /// <inheritdoc cref="ReadExternal(string)"/>
    /// <summary>Reads external factors from a stream that holds nothing else.</summary>
    /// <param name="stream">Read to its end; it need not be seekable.</param>
    /// <param name="source">Its name, for messages.</param>
    public static ExternalFactors ReadExternal(Stream stream, string source) =>
        CheckedExternal(NpyReader.ReadSingle(stream, source), source);

    /// <summary>Refuses maps that hold anything but flow.</summary>
    /// <exception cref="BadInputException">A value is not finite or is negative.</exception>
    public static void Check(FlowMaps maps, string source)
    {
        ArgumentNullException.ThrowIfNull(maps);
        SplitValues.CheckFlow(maps, source);
    }

    /// <summary>Refuses external factors that cannot be.</summary>
    /// <exception cref="BadInputException">A value is outside its column's range.</exception>
    public static void Check(ExternalFactors external, string source)
    {
        ArgumentNullException.ThrowIfNull(external);
        SplitValues.CheckExternal(external, source);
    }

    private static FlowMaps CheckedMaps(CountArray array, string source)
    {
        var maps = SplitReader.ToMaps(array, source);
        Check(maps, source);
        return maps;
    }

    private static ExternalFactors CheckedExternal(NpyArray<float> array, string source)
    {
        var external = SplitReader.ToExternal(array, source, ExternalSchema.TaxiBj);
        Check(external, source);
        return external;
    }
}
