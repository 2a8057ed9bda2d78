using System.Buffers;

namespace FineFlow.Core.Datasets;

/// <summary>What the fields of a manifest may say.</summary>
internal static class ManifestRules
{
    private const string Wgs84 = "EPSG:4326";
    private const int Sha256Digits = 64;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Every field that is wrong, with what was expected there.</summary>
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
        ChecksumsProblem(manifest.Checksums),
    }.OfType<string>();

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

    private static string? ExternalsProblem(IReadOnlyList<string>? externals)
    {
        if (externals is null or [])
        {
            return null;
        }

        return externals.Count != ExternalFactors.Columns || externals.Any(string.IsNullOrWhiteSpace)
            ? Invariant($"externals has {externals.Count} entries; {ExternalFactors.Columns} names are expected, or none")
            : null;
    }

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
