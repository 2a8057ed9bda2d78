using FineFlow.Core.Datasets;

namespace FineFlow.Experiments.Plans;

/// <summary>A dataset of an experiment. Its arrays are loaded only for its own trainings, since several may not fit into memory.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Folder">The dataset folder.</param>
/// <param name="Fingerprint">SHA-256 of its numbers.</param>
/// <param name="Shape">Description of its sizes.</param>
/// <param name="Division">How its samples are divided into splits; null where its dataset.json does not state it.</param>
/// <param name="Units">The unit of its counts; null where unknown.</param>
/// <param name="SlotsPerDay">Slots of a day; null where unknown.</param>
internal sealed record ExperimentDataset(
    string Name,
    string Folder,
    string Fingerprint,
    string Shape,
    string? Division,
    string? Units,
    int? SlotsPerDay)
{
    private const int FingerprintDigits = 8;

    /// <summary>Description of the division into splits.</summary>
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
