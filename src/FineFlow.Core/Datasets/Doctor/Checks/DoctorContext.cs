namespace FineFlow.Core.Datasets.Doctor.Checks;

/// <summary>A dataset as far as it can be read; broken and missing files are remembered instead of thrown.</summary>
internal sealed class DoctorContext
{
    private readonly Dictionary<string, Frame[]> _frames = [];
    private readonly List<(string File, string Problem)> _unreadable = [];

    private DoctorContext(string folder)
    {
        Folder = folder;
        Manifest = ReadManifest();
        Schema = ManifestRules.IsSound(Manifest.Externals) ? Manifest.ExternalSchema() : ExternalSchema.TaxiBj;
        Splits = [.. DatasetFolder.Present(folder).Select(ReadSplit)];
        Checksums = ReadChecksums();
    }

    /// <summary>The dataset's folder.</summary>
    public string Folder { get; }

    /// <summary>Its manifest, or an empty one; its fields may be wrong.</summary>
    public DatasetManifest Manifest { get; }

    /// <summary>The columns of ext.npy: those of the manifest where it describes them well, TaxiBJ's otherwise.</summary>
    public ExternalSchema Schema { get; }

    /// <summary>The readable parts of the existing splits.</summary>
    public IReadOnlyList<SplitParts> Splits { get; }

    /// <summary>SHA-256 of the split files and static maps that can be read, by name.</summary>
    public IReadOnlyDictionary<string, string> Checksums { get; }

    /// <summary>Files that are missing or broken.</summary>
    public IEnumerable<(string File, string Problem)> Unreadable => _unreadable.Distinct();

    public string ManifestPath => Path.Combine(Folder, DatasetManifest.FileName);

    /// <summary>Reads what can be read.</summary>
    /// <exception cref="BadInputException">The folder does not exist or holds no split.</exception>
    public static DoctorContext Read(string folder) => new(folder);

    /// <summary>Returns a file's name in the folder: "train/X.npy".</summary>
    public string NameOf(string file) => Path.GetRelativePath(Folder, file).Replace('\\', '/');

    /// <summary>Fingerprints of the fine maps of a split's slots; none without Y.npy.</summary>
    public Frame[] Frames(SplitParts split)
    {
        if (!_frames.TryGetValue(split.Name, out var frames))
        {
            _frames[split.Name] = frames = split.Fine is { } fine ? Frame.All(fine) : [];
        }

        return frames;
    }

    private DatasetManifest ReadManifest() =>
        (File.Exists(ManifestPath) ? Try(ManifestPath, ManifestJson.Parse) : null) ?? new();

    private SplitParts ReadSplit(SplitFiles files)
    {
        var (coarse, mask) = Try(files.Coarse, SplitReader.ReadRequired) is { } read ? MissingCells.Separate(read) : (null, null);
        return new(
            files,
            coarse,
            Try(files.Fine, SplitReader.ReadRequired),
            File.Exists(files.External) ? Try(files.External, path => SplitReader.ReadExternal(path, Schema)) : null,
            File.Exists(files.Time) ? Try(files.Time, SplitReader.ReadTime) : null,
            mask);
    }

    private Dictionary<string, string> ReadChecksums()
    {
        var checksums = new Dictionary<string, string>();
        var files = Splits.SelectMany(split => split.Files.Keys).Append(StaticMaps.FileName);
        foreach (var key in files.Where(key => File.Exists(Path.Combine(Folder, key))))
        {
            if (Try(Path.Combine(Folder, key), FileChecksums.OfFile) is { } checksum)
            {
                checksums.Add(key, checksum);
            }
        }

        return checksums;
    }

    private T? Try<T>(string path, Func<string, T> read)
        where T : class
    {
        try
        {
            return read(path);
        }
        catch (BadInputException failure)
        {
            _unreadable.Add((failure.InputSource, failure.Problem));
            return null;
        }
    }
}
