using System.Buffers;

namespace FineFlow.Core.Datasets;

/// <summary>Validates the fields of a manifest.</summary>
internal static class ManifestRules
{
    private const string Wgs84 = "EPSG:4326";
    private const int Sha256Digits = 64;
    private const int MaxClasses = 100_000;
    private static readonly string Described = $"columns with a name and a kind ({string.Join(", ", ExternalSchemaJson.KindNames)})";
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Returns every field that is wrong, with what was expected there.</summary>
    public static IEnumerable<string> Problems(DatasetManifest manifest) => new[]
    {
        manifest.ScaleFactor is < 2 ? Invariant($"scale_factor is {manifest.ScaleFactor}; at least 2 is expected") : null,
        manifest.SlotMinutes is < 1 ? Invariant($"slot_minutes is {manifest.SlotMinutes}; at least 1 is expected") : null,
        manifest.FirstSlot is { Kind: not DateTimeKind.Unspecified }
            ? "first_slot has a time zone; local clock time without one is expected, as 2008-05-17T00:00:00"
            : null,
        ChannelsProblem(manifest.Channels),
        ExternalsProblem(manifest.Externals),
        BoxProblem(manifest.BoundingBox, manifest.Crs ?? Wgs84),
        MissingCells.BoundProblem(manifest.WithheldBelow) is { } bound ? $"withheld_below {bound}" : null,
        StaticMapsProblem(manifest.StaticMaps),
        ChecksumsProblem(manifest.Checksums),
    }.OfType<string>();

    /// <summary>Returns whether the description of external factors can be used.</summary>
    public static bool IsSound(ExternalSchema? externals) => ExternalsProblem(externals) is null;

    private static string? ChannelsProblem(IReadOnlyList<string>? channels)
    {
        if (channels is null)
        {
            return null;
        }

        return channels.Count == 0 || channels.Any(string.IsNullOrWhiteSpace) || channels.Distinct().Count() < channels.Count
            ? "channels must be one different name for each flow channel"
            : null;
    }

    private static string? StaticMapsProblem(IReadOnlyList<StaticMap>? maps) =>
        maps is null || (maps.Count > 0 && maps.All(map => !string.IsNullOrWhiteSpace(map?.Name))
            && maps.DistinctBy(map => map.Name).Count() == maps.Count)
            ? null
            : "static_maps must be one different name for each map of static.npy";

    private static string? ExternalsProblem(ExternalSchema? externals) => externals is null or { Columns.Count: 0 } ? null
        : externals.Columns.All(column => column.Kind == ExternalKind.Unknown)
            ? Invariant($"externals has {externals.Columns.Count} entries; {TaxiBjColumns.Count} names are expected, or {Described}")
            : externals.Columns.Index().Select(column => ColumnProblem(column.Index, column.Item))
                .FirstOrDefault(problem => problem is not null);

    private static string? ColumnProblem(int index, ExternalColumn column)
    {
        if (string.IsNullOrWhiteSpace(column.Name))
        {
            return Invariant($"externals[{index}] has no name");
        }

        if (column.Kind == ExternalKind.Unknown)
        {
            return Invariant($"externals[{index}] ('{column.Name}') has no known kind; {Described} are expected");
        }

        return column.Kind == ExternalKind.Category ? SizeProblem(index, column)
            : column.Size is not null ? Invariant($"externals[{index}] ('{column.Name}') has a size, which only categories have")
            : null;
    }

    private static string? SizeProblem(int index, ExternalColumn column) => column.Size is >= 2 and <= MaxClasses
        ? null
        : Invariant($"externals[{index}] ('{column.Name}') needs a size, its number of classes, of 2 .. {MaxClasses}");

    private static string? BoxProblem(BoundingBox? box, string crs)
    {
        if (box is null)
        {
            return null;
        }

        if (!(box.South < box.North && box.West < box.East))
        {
            return "bounding_box must have south below north and west below east";
        }

        return crs == Wgs84 && (box.South < -90 || box.North > 90 || box.West < -180 || box.East > 180)
            ? "bounding_box lies outside -90 .. 90 and -180 .. 180 degrees; name its coordinate system in crs if it is projected"
            : null;
    }

    private static string? ChecksumsProblem(IReadOnlyDictionary<string, string>? checksums)
    {
        foreach (var (file, checksum) in checksums ?? new Dictionary<string, string>())
        {
            if (checksum is not { Length: Sha256Digits } || checksum.AsSpan().ContainsAnyExcept(HexDigits))
            {
                return Invariant($"checksums['{file}'] is no SHA-256 of {Sha256Digits} hex digits");
            }
        }

        return null;
    }
}
