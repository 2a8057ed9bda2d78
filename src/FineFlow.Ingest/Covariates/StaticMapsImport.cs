using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Core.Zones;

namespace FineFlow.Ingest.Covariates;

/// <summary>Lays maps that do not change with time, as roads, population and land use, over the fine grid of a dataset.</summary>
internal static class StaticMapsImport
{
    private static readonly string[] Rasters = [".tif", ".tiff"], Features = [".geojson", ".json"];

    /// <summary>Reads a dataset, and writes it with static maps in the place of those that it has.</summary>
    /// <param name="folder">The dataset.</param>
    /// <param name="target">The folder to write; <paramref name="folder"/> itself to replace it.</param>
    /// <param name="maps">Names of the maps and their files: GeoTIFF, GeoJSON, or .npy [N*H, N*W].</param>
    /// <param name="overwrite">Whether an existing dataset may be replaced.</param>
    /// <exception cref="BadInputException">A file cannot be used, a name comes twice, or the dataset has no place.</exception>
    public static void Write(
        string folder, string target, IReadOnlyList<KeyValuePair<string, string>> maps, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Select(map => map.Key).Distinct().Count() < maps.Count || maps.Any(map => string.IsNullOrWhiteSpace(map.Key)))
        {
            var names = string.Join(", ", maps.Select(map => map.Key));
            throw new BadInputException("maps", $"are called {names}; different names are expected");
        }

        DatasetFolder.CheckPlace(target, overwrite);
        var dataset = DatasetFolder.Load(folder);
        var fine = dataset.Splits[0].Fine;
        var read = maps.Select(map => Read(map.Value, dataset.Manifest, fine.Rows, fine.Columns)).ToList();
        var all = StaticMaps.Of(
            [.. maps.Zip(read, (map, found) => new StaticMap(map.Key, $"{Path.GetFileName(map.Value)}, {found.Unit}"))],
            [.. read.SelectMany(found => found.Values).Select(value => (float)value)],
            fine.Rows,
            fine.Columns,
            "maps");
        var splits = dataset.Splits.Select(split => split with { Static = all }).ToArray();
        DatasetFolder.Write(target, dataset.Manifest with { Checksums = null }, splits, overwrite);
    }

    private static (double[] Values, string Unit) Read(string path, DatasetManifest manifest, int rows, int columns)
    {
        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (ending == ".npy")
        {
            var (shape, values) = NpyReader.ReadSingle(path);
            return shape.AsSpan().SequenceEqual([rows, columns])
                ? (Array.ConvertAll(values, value => (double)value), "as given")
                : throw new BadInputException(path, $"has shape [{string.Join(", ", shape)}]; [{rows}, {columns}] is expected");
        }

        if (!Rasters.Concat(Features).Contains(ending))
        {
            throw new BadInputException(path, "is of no known kind; .tif, .geojson or .npy is expected");
        }

        var frame = MapFrame.Of(manifest, rows, columns, path);
        return Rasters.Contains(ending) ? (RasterMap.Read(path, frame), "mean of the cell") : GeoJsonMap.Read(path, frame);
    }
}
