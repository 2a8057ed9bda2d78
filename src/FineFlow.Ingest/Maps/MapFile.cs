using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Ingest.Archives;

namespace FineFlow.Ingest.Maps;

/// <summary>Maps of a file of arrays: .npy, .npz, or HDF5 as DeepST and its successors publish it.</summary>
/// <param name="Source">The file, and the array in it.</param>
/// <param name="Array">The maps [n, H, W] or [n, C, H, W], raw counts.</param>
/// <param name="Slots">The slots' places on the clock; null where the file does not tell them.</param>
internal sealed record MapFile(string Source, CountArray Array, NumberedSlots? Slots = null)
{
    private const int RankWithChannels = 4;

    // Arrays of counts are packed to a tenth; those that are all zeros to a thousandth.
    private static readonly ArchiveLimits Limits = new(EntryBytes: 16L << 30, TotalBytes: 32L << 30, Ratio: 2000);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Name of the array in .npz and HDF5 files; null where only one array can be maps.</param>
    /// <exception cref="BadInputException">The file cannot be read, holds no such array, or several without a name given.</exception>
    public static MapFile Read(string path, string? key) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".npy" => new(path, NpyReader.ReadCounts(path)),
        ".npz" => ReadArchive(path, key),
        ".h5" or ".hdf5" => Hdf5Maps.Read(path, key),
        _ => throw new BadInputException(path, "is of an unknown kind; .npy, .npz, .h5 or .hdf5 is expected"),
    };

    /// <summary>Returns the counts, at the times that are said or that the file tells.</summary>
    /// <exception cref="BadInputException">The array is none of maps, or times do not fit.</exception>
    public GridCounts Counts(CountRequest request)
    {
        var maps = SplitReader.ToMaps(Array, Source);
        var (time, minutes) = SlotTimes.Said(request, maps.Samples);
        if (time is null && Slots is not null)
        {
            minutes ??= Slots.Minutes();
            time = Slots.Starts(minutes.Value);
        }

        return new(Source, maps)
        {
            HasChannelAxis = Array.Shape.Length == RankWithChannels,
            Time = time,
            SlotMinutes = minutes,
            Box = request.Box,
        };
    }

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

        BadInputException Ask(string problem) => new(path, problem) { Setting = nameof(CountRequest.Key) };
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
        return new(archive.NameOf(chosen), NpyReader.ReadCounts(stream, archive.NameOf(chosen)));
    }

    /// <summary>Whether an array has as many axes as maps have.</summary>
    private static bool IsMaps(CheckedArchive archive, ArchiveEntry file)
    {
        using var stream = archive.Read(file);
        return NpyHeaderReader.Read(stream, archive.NameOf(file)).Shape.Length is 3 or 4;
    }
}
