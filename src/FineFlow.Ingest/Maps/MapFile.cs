using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Archives;

namespace FineFlow.Ingest.Maps;

/// <summary>Fine maps of a file of arrays: .npy, .npz, or HDF5 as DeepST and its successors publish it.</summary>
/// <param name="Source">The file, and the array in it.</param>
/// <param name="Maps">The maps [n, C, H, W], raw counts.</param>
/// <param name="Slots">The slots' places on the clock; null where the file does not tell them.</param>
internal sealed record MapFile(string Source, FlowMaps Maps, NumberedSlots? Slots)
{
    // Arrays of counts are packed to a tenth; those that are all zeros to a thousandth.
    private static readonly ArchiveLimits Limits = new(EntryBytes: 16L << 30, TotalBytes: 32L << 30, Ratio: 2000);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Name of the array in .npz and HDF5 files; null where only one array can be maps.</param>
    /// <exception cref="BadInputException">The file cannot be read, holds no such array, or several without a name given.</exception>
    public static MapFile Read(string path, string? key) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".npy" => new(path, FlowFiles.ReadMaps(path), null),
        ".npz" => ReadArchive(path, key),
        ".h5" or ".hdf5" => Hdf5Maps.Read(path, key),
        _ => throw new BadInputException(path, "is of an unknown kind; .npy, .npz, .h5 or .hdf5 is expected"),
    };

    /// <summary>Chooses an array by its name, or the only one.</summary>
    /// <exception cref="BadInputException">There is no such array, or not exactly one.</exception>
    public static string Choose(string path, IReadOnlyList<string> names, string? key)
    {
        if (key is not null)
        {
            return names.Contains(key)
                ? key
                : throw Ask($"has no maps '{key}'; it has {List(names)}{NearestName.Question(key, names)}");
        }

        return names.Count == 1
            ? names[0]
            : throw Ask(names.Count == 0 ? "holds no array of maps" : $"holds several arrays of maps; name one of {List(names)}");

        static string List(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

        BadInputException Ask(string problem) => new(path, problem) { Setting = nameof(MapImportRequest.Key) };
    }

    private static MapFile ReadArchive(string path, string? key)
    {
        const string ending = ".npy";
        using var archive = CheckedArchive.Open(path, Limits);
        var files = archive.Files.Where(file => file.Name.EndsWith(ending, StringComparison.Ordinal));
        ArchiveEntry[] arrays = [.. files.Where(file => IsMaps(archive, file))];
        var name = Choose(path, [.. arrays.Select(file => file.Name[..^ending.Length])], key);
        var chosen = arrays.Single(file => file.Name == name + ending);
        using var stream = archive.Read(chosen);
        return new(archive.NameOf(chosen), FlowFiles.ReadMaps(stream, archive.NameOf(chosen)), null);
    }

    /// <summary>Whether an array has as many axes as maps have.</summary>
    private static bool IsMaps(CheckedArchive archive, ArchiveEntry file)
    {
        using var stream = archive.Read(file);
        return Core.Formats.NpyHeaderReader.Read(stream, archive.NameOf(file)).Shape.Length is 3 or 4;
    }
}
