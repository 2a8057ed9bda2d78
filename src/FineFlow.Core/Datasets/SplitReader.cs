using FineFlow.Core.Formats;

namespace FineFlow.Core.Datasets;

/// <summary>Reads the files of one split and checks the shape of each.</summary>
internal static class SplitReader
{
    public static FlowSplit Read(SplitFiles files, ExternalSchema schema) => new(
        files.Split,
        ReadRequired(files.Coarse),
        ReadRequired(files.Fine),
        File.Exists(files.External) ? ReadExternal(files.External, schema) : null,
        File.Exists(files.Time) ? ReadTime(files.Time) : null);

    public static FlowMaps ReadMaps(string path) => ToMaps(NpyReader.ReadCounts(path), path);

    public static ExternalFactors ReadExternal(string path, ExternalSchema schema) => ToExternal(
        NpyReader.ReadSingle(path), path, schema,
        schema.IsTaxiBj ? "; describe other columns in dataset.json, externals" : ", as dataset.json describes");

    public static FlowMaps ReadRequired(string path) => File.Exists(path)
        ? ReadMaps(path)
        : throw new BadInputException(path, "is missing; every split needs X.npy (coarse) and Y.npy (fine)");

    public static FlowMaps ToMaps(CountArray array, string source)
    {
        var (shape, values, exact) = array;
        return shape switch
        {
            [>= 1, >= 1, >= 1] => new(new(shape[0], 1, shape[1], shape[2]), values, exact),
            [>= 1, >= 1, >= 1, >= 1] => new(new(shape[0], shape[1], shape[2], shape[3]), values, exact),
            _ => throw new BadInputException(source, $"has shape {Text(shape)}; [n, H, W] or [n, C, H, W] of at least 1 each is expected"),
        };
    }

    public static ExternalFactors ToExternal(NpyArray<float> array, string source, ExternalSchema schema, string hint = "")
    {
        var (shape, values) = array;
        return shape is [_, var columns] && columns == schema.Columns.Count
            ? new(values, schema)
            : throw new BadInputException(source, $"has shape {Text(shape)}; [n, {schema.Columns.Count}] is expected{hint}");
    }

    public static long[] ReadTime(string path)
    {
        var (shape, values) = NpyReader.ReadInt64(path);
        return shape is [_] ? values : throw new BadInputException(path, $"has shape {Text(shape)}; [n] is expected");
    }

    private static string Text(int[] shape) => Invariant($"[{string.Join(", ", shape)}]");
}
