using FineFlow.Core.Storage;

namespace FineFlow.Core.Datasets;

/// <summary>
/// What <c>dataset.json</c> says about a dataset. Every field is optional, unknown ones are ignored, and known ones must be sound.
/// The names in the file are these in snake case.
/// </summary>
public sealed record DatasetManifest
{
    /// <summary>Name of the file in a dataset folder.</summary>
    public const string FileName = "dataset.json";

    private const int MinutesOfDay = 24 * 60;

    /// <summary>The dataset's name.</summary>
    public string? Name { get; init; }

    /// <summary>Description of the dataset.</summary>
    public string? Description { get; init; }

    /// <summary>Its source and licence.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// How its samples were divided, as "published" or "7:1:2 in time order": results on different splits do not compare.
    /// </summary>
    public string? Split { get; init; }

    /// <summary>Upscaling factor N.</summary>
    public int? ScaleFactor { get; init; }

    /// <summary>Names of the flow channels, in the order of the arrays.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary>Unit of its counts, like "trips per cell and hour".</summary>
    public string? Units { get; init; }

    /// <summary>Length of a time slot in minutes.</summary>
    public int? SlotMinutes { get; init; }

    /// <summary>Slots of a whole day, at least one; null where their length is unknown.</summary>
    internal int? SlotsPerDay => SlotMinutes is { } minutes ? Math.Max(1, MinutesOfDay / minutes) : null;

    /// <summary>Edges of the grid.</summary>
    public BoundingBox? BoundingBox { get; init; }

    /// <summary>Coordinate system of <see cref="BoundingBox"/>, as "EPSG:4326" (taken for granted if absent).</summary>
    public string? Crs { get; init; }

    /// <summary>Start of the first slot on the local clock, as 2008-05-17T00:00:00.</summary>
    public DateTime? FirstSlot { get; init; }

    /// <summary>The columns of <c>ext.npy</c>; without columns where there are no external factors.</summary>
    public ExternalSchema? Externals { get; init; }

    /// <summary>
    /// NaN in <c>X.npy</c> is a count that is withheld because it is smaller than this; null: nothing is known of such counts.
    /// </summary>
    public int? WithheldBelow { get; init; }

    /// <summary>The maps of <c>static.npy</c>, as roads or population; null without any.</summary>
    public IReadOnlyList<StaticMap>? StaticMaps { get; init; }

    /// <summary>SHA-256 of the split files and of static.npy in hex, by their name in the folder: "train/X.npy".</summary>
    public IReadOnlyDictionary<string, string>? Checksums { get; init; }

    /// <summary>Returns the columns of <c>ext.npy</c>: those of the file, or TaxiBJ's where it describes none.</summary>
    public ExternalSchema ExternalSchema() => Externals is { Columns.Count: > 0 } stated ? stated : Core.ExternalSchema.TaxiBj;

    /// <summary>Reads a manifest file.</summary>
    /// <exception cref="BadInputException">The file cannot be read, is no JSON, or a field has a wrong type or value.</exception>
    public static DatasetManifest Read(string path)
    {
        var manifest = ManifestJson.Parse(path);
        manifest.Check(path);
        return manifest;
    }

    /// <summary>Returns the channels' names; numbers where it does not name so many.</summary>
    internal IReadOnlyList<string> ChannelNames(int channels) => Channels is { } names && names.Count == channels
        ? names
        : [.. Enumerable.Range(0, channels).Select(channel => Invariant($"channel {channel}"))];

    /// <summary>Writes the manifest to a file.</summary>
    /// <exception cref="BadInputException">A field has a wrong value, or the file cannot be written.</exception>
    public void Write(string path)
    {
        Check(path);
        AtomicFile.WriteText(path, ManifestJson.Text(this));
    }

    /// <summary>Refuses fields that cannot be.</summary>
    /// <param name="path">The file that holds the manifest.</param>
    /// <exception cref="BadInputException">A field has a wrong value.</exception>
    public void Check(string path)
    {
        if (ManifestRules.Problems(this).FirstOrDefault() is { } problem)
        {
            throw new BadInputException(path, problem);
        }
    }
}
