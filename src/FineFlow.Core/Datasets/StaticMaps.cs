using FineFlow.Core.Formats;

namespace FineFlow.Core.Datasets;

/// <summary>The maps of a place that do not change with time: <c>static.npy</c> in a dataset folder, float32 [K, N*H, N*W].</summary>
/// <param name="Maps">What dataset.json says of the K maps.</param>
/// <param name="Values">Their values [1, K, N*H, N*W], finite and at least 0.</param>
internal sealed record StaticMaps(IReadOnlyList<StaticMap> Maps, FlowMaps Values)
{
    /// <summary>Name of the file in a dataset folder.</summary>
    public const string FileName = "static.npy";

    /// <summary>Reads the maps of a dataset folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="manifest">Its manifest, which names the maps.</param>
    /// <param name="fine">Fine maps of a split.</param>
    /// <returns>Null where there are none.</returns>
    /// <exception cref="BadInputException">File and manifest contradict each other, or a value is no length, share or count.</exception>
    public static StaticMaps? Load(string folder, DatasetManifest manifest, FlowMaps fine)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(fine);
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return manifest.StaticMaps is null
                ? null
                : throw new BadInputException(path, $"is missing; static_maps of {DatasetManifest.FileName} names its maps");
        }

        var (shape, values) = NpyReader.ReadSingle(path);
        var named = manifest.StaticMaps ?? throw new BadInputException(
            path, $"holds maps that {DatasetManifest.FileName} does not name; a name for each is expected there, in static_maps");
        if (!shape.AsSpan().SequenceEqual([named.Count, fine.Rows, fine.Columns]))
        {
            throw new BadInputException(
                path, $"has shape [{string.Join(", ", shape)}]; [{named.Count}, {fine.Rows}, {fine.Columns}] is expected, a map a name");
        }

        return Of(named, values, fine.Rows, fine.Columns, path);
    }

    /// <summary>Creates maps of their values.</summary>
    /// <param name="maps">What they are.</param>
    /// <param name="values">Their values, one map behind the other.</param>
    /// <param name="rows">Fine rows.</param>
    /// <param name="columns">Fine columns.</param>
    /// <param name="source">The values' name in errors.</param>
    /// <exception cref="BadInputException">A value is not finite or below 0.</exception>
    public static StaticMaps Of(IReadOnlyList<StaticMap> maps, float[] values, int rows, int columns, string source)
    {
        ArgumentNullException.ThrowIfNull(maps);
        return FlowValues.FirstInvalid(values) is >= 0 and var bad
            ? throw new BadInputException(
                source,
                $"has {values[bad]} in '{maps[bad / (rows * columns)].Name}', row {bad / columns % rows}, column {bad % columns}; "
                    + "finite numbers of at least 0 are expected")
            : new(maps, new(new(1, maps.Count, rows, columns), values));
    }

    /// <summary>Writes them into a dataset folder.</summary>
    public void Write(string folder) =>
        NpyWriter.Write(Path.Combine(folder, FileName), Values.Values, Values.Channels, Values.Rows, Values.Columns);
}
