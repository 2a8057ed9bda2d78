namespace FineFlow.Core.Datasets;

/// <summary>Single files of maps and external factors, outside a dataset folder, under the same rules.</summary>
public static class FlowFiles
{
    /// <summary>Reads maps [n, H, W] or [n, C, H, W] of any numeric type.</summary>
    /// <exception cref="BadInputException">No such file, no such array, or a value that is not finite or is negative.</exception>
    public static FlowMaps ReadMaps(string path)
    {
        var maps = SplitReader.ReadMaps(path);
        SplitValues.CheckFlow(maps, path);
        return maps;
    }

    /// <summary>Reads the starts of slots [n], seconds since 1970 on the local clock, of any integer type.</summary>
    /// <exception cref="BadInputException">No such file, no such array, or a value that is no time.</exception>
    public static long[] ReadTime(string path)
    {
        var time = SplitReader.ReadTime(path);
        SplitValues.CheckTime(time, path);
        return time;
    }

    /// <summary>Reads external factors [n, 7] of any numeric type.</summary>
    /// <exception cref="BadInputException">No such file, no such array, or a value outside its column's range.</exception>
    public static ExternalFactors ReadExternal(string path)
    {
        var external = SplitReader.ReadExternal(path);
        SplitValues.CheckExternal(external, path);
        return external;
    }
}
