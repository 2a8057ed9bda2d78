namespace FineFlow.Core.Datasets;

/// <summary>A dataset in memory whose parts fit together: one grid, one upscaling factor, the same channels in every split.</summary>
public sealed class FlowDataset
{

    internal FlowDataset(
        string folder, DatasetManifest manifest, IReadOnlyList<FlowSplit> splits, string fingerprint, IReadOnlyList<string> warnings)
    {
        var coarse = splits[0].Coarse;
        (Folder, Manifest, Splits, Fingerprint, Warnings) = (folder, manifest, splits, fingerprint, warnings);
        (Rows, Columns, ScaleFactor) = (coarse.Rows, coarse.Columns, splits[0].Fine.Rows / coarse.Rows);
        Channels = manifest.ChannelNames(coarse.Channels);
    }

    /// <summary>The folder that it was loaded from.</summary>
    public string Folder { get; }

    /// <summary>The content of its <c>dataset.json</c>; empty without one.</summary>
    public DatasetManifest Manifest { get; }

    /// <summary>The loaded splits, in the order train, valid, test.</summary>
    public IReadOnlyList<FlowSplit> Splits { get; }

    /// <summary>
    /// SHA-256 in hex over all split files in the folder, loaded or not (<see cref="FileChecksums.Combined"/>): it changes when any
    /// number does, and not with the folder's place or its manifest.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>Warnings about unusual data, one line each, beginning with the file's name.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Coarse rows H.</summary>
    public int Rows { get; }

    /// <summary>Coarse columns W.</summary>
    public int Columns { get; }

    /// <summary>Upscaling factor N.</summary>
    public int ScaleFactor { get; }

    /// <summary>Names of the flow channels C: those of the manifest, or "channel 0" and so on.</summary>
    public IReadOnlyList<string> Channels { get; }

    /// <summary>Slots of a whole day, if their length is known.</summary>
    public int? SlotsPerDay => Manifest.SlotsPerDay;

    /// <summary>Whether the splits have external factors.</summary>
    public bool HasExternal => Splits[0].External is not null;

    /// <summary>Returns the dataset without the fine counts of some blocks.</summary>
    internal FlowDataset Without(LeftOutBlocks blocks) =>
        new(Folder, Manifest, [.. Splits.Select(split => split.Without(blocks))], Fingerprint, Warnings);

    /// <summary>A split by name.</summary>
    /// <exception cref="BadInputException">The split is not there, or was not loaded.</exception>
    public FlowSplit this[string split] => Splits.FirstOrDefault(candidate => candidate.Name == split)
        ?? throw new BadInputException(Folder, $"has no split '{split}'; loaded: {string.Join(", ", Splits.Select(s => s.Name))}");
}
