using FineFlow.Core.Datasets;

namespace FineFlow.Experiments.Plans;

/// <summary>A dataset of an experiment. Its arrays are loaded when its turn comes: several together may not fit into memory.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Fingerprint">SHA-256 of its numbers.</param>
/// <param name="Shape">Sizes, for people.</param>
/// <param name="Division">How its samples are divided into splits; null where its dataset.json does not say.</param>
/// <param name="Units">What one count is, if known.</param>
/// <param name="SlotsPerDay">Slots of a day, if known.</param>
public sealed record ExperimentDataset(
    string Name,
    string Folder,
    string Fingerprint,
    string Shape,
    string? Division,
    string? Units,
    int? SlotsPerDay)
{
    private const int FingerprintDigits = 8;

    /// <summary>The division, for people.</summary>
    public string DivisionText => Division is { } division ? $"divided {division}" : "division not stated";

    /// <summary>The name of its folder among the runs.</summary>
    public string PathName => $"{PathNames.Of(Name)}-{Fingerprint[..FingerprintDigits]}".TrimStart('-');

    internal static ExperimentDataset Of(string folder, FlowDataset data) => new(
        data.Manifest.Name ?? new DirectoryInfo(folder).Name,
        folder,
        data.Fingerprint,
        $"{data.Rows}x{data.Columns} to {data.Rows * data.ScaleFactor}x{data.Columns * data.ScaleFactor}, "
            + $"{(data.Channels.Count == 1 ? "1 channel" : $"{data.Channels.Count} channels")}, "
            + $"{string.Join(" / ", data.Splits.Select(split => split.Samples))} samples"
            + (data.HasExternal ? "" : ", no external factors"),
        data.Manifest.Split,
        data.Manifest.Units,
        data.SlotsPerDay);
}
