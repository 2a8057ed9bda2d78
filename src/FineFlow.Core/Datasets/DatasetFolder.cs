namespace FineFlow.Core.Datasets;

/// <summary>
/// Datasets on disk, in the layout of TaxiBJ: train | valid | test / X.npy, Y.npy and, optionally, ext.npy and time.npy, with an
/// optional <c>dataset.json</c>. X is [n, H, W] or [n, C, H, W] in raw counts, Y the same at N times the size, ext [n, k] with TaxiBJ's
/// seven columns or those that dataset.json describes, time [n] in
/// seconds since 1970 on the local clock; numbers of any type. Any of the three splits may be there alone.
/// </summary>
public static class DatasetFolder
{
    /// <summary>Reads a dataset and checks all of it.</summary>
    /// <exception cref="BadInputException">
    /// Something is missing, unreadable, of the wrong shape or value, or contradicts another part; the message is one line that says
    /// which file, where in it, and what was expected.
    /// </exception>
    public static FlowDataset Load(string folder, DatasetLoadOptions? options = null)
    {
        options ??= new();
        var wanted = Wanted(folder, options.Splits);
        var manifest = ReadManifest(folder);
        var checksums = FileChecksums.Compute(folder);
        FileChecksums.Verify(folder, manifest.Checksums ?? new Dictionary<string, string>(), checksums);
        var warnings = new WarningList(options.Strict);
        var splits = wanted.Select(files => LoadSplit(files, manifest, options.AdmitMissing, warnings)).ToArray();
        DatasetRules.Check(folder, manifest, splits);
        if (StaticMaps.Load(folder, manifest, splits[0].Fine) is { } maps)
        {
            splits = [.. splits.Select(split => split with { Static = maps })];
        }

        return new(folder, manifest, splits, FileChecksums.Combined(checksums), warnings.Lines);
    }

    /// <summary>Writes a dataset; the folder appears whole or not at all.</summary>
    /// <param name="folder">The folder. A folder that holds anything is left alone, except as <paramref name="overwrite"/> says.</param>
    /// <param name="manifest">Its description; upscaling factor and checksums are filled in.</param>
    /// <param name="splits">One to three splits that fit together.</param>
    /// <param name="overwrite">Whether a folder that holds a dataset and nothing else may be replaced.</param>
    /// <exception cref="BadInputException">A split could not be loaded back, or the folder cannot be written or replaced.</exception>
    public static void Write(string folder, DatasetManifest manifest, IReadOnlyList<FlowSplit> splits, bool overwrite = false) =>
        DatasetWriter.Write(folder, manifest, splits, overwrite);

    /// <summary>Writes a dataset slot by slot, so that it need not fit into memory; the folder appears whole or not at all.</summary>
    /// <param name="folder">The folder. A folder that holds anything is left alone, except as <paramref name="overwrite"/> says.</param>
    /// <param name="manifest">Its description; upscaling factor and checksums are filled in.</param>
    /// <param name="shape">The sizes of what will come.</param>
    /// <param name="write">Appends every slot of every split. If it throws, nothing remains.</param>
    /// <param name="overwrite">Whether a folder that holds a dataset and nothing else may be replaced.</param>
    /// <exception cref="BadInputException">The folder cannot be written or replaced.</exception>
    internal static void WriteSlots(
        string folder, DatasetManifest manifest, DatasetShape shape, Action<DatasetAppender> write, bool overwrite = false) =>
        DatasetWriter.WriteSlots(folder, manifest, shape, write, overwrite);

    /// <summary>Checks that <see cref="Write"/> may use a folder, before long work.</summary>
    /// <exception cref="BadInputException">It holds something that is not to be replaced.</exception>
    public static void CheckPlace(string folder, bool overwrite = false) => DatasetReplacement.CheckPlace(folder, overwrite);

    /// <summary>Returns the existing splits in the order train, valid, test.</summary>
    /// <exception cref="BadInputException">The folder does not exist, or holds none.</exception>
    internal static SplitFiles[] Present(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new BadInputException(folder, $"no such folder; a dataset folder is expected{NearestName.QuestionOfPath(folder)}");
        }

        var present = SplitNames.All.Select(split => new SplitFiles(folder, split)).Where(files => files.Exist).ToArray();
        return present.Length > 0
            ? present
            : throw new BadInputException(folder, "is no dataset; none of the folders train, valid and test is in it");
    }

    private static SplitFiles[] Wanted(string folder, IReadOnlyList<string>? wanted)
    {
        var present = Present(folder);
        var absent = wanted?.FirstOrDefault(name => present.All(files => files.Split != name));
        return absent is null
            ? [.. present.Where(files => wanted is null || wanted.Contains(files.Split))]
            : throw new BadInputException(folder, $"has no split '{absent}'; it has {Names(present)}{Question(absent, present)}")
            { Setting = "Split" };
    }

    private static string Names(SplitFiles[] splits) => string.Join(", ", splits.Select(files => files.Split));

    private static string Question(string absent, SplitFiles[] splits) => NearestName.Question(absent, splits.Select(files => files.Split));

    private static DatasetManifest ReadManifest(string folder)
    {
        var path = Path.Combine(folder, DatasetManifest.FileName);
        return File.Exists(path) ? DatasetManifest.Read(path) : new();
    }

    private static FlowSplit LoadSplit(SplitFiles files, DatasetManifest manifest, bool admitMissing, WarningList warnings)
    {
        var split = SplitReader.Read(files, manifest.ExternalSchema());
        if (admitMissing)
        {
            var (coarse, mask) = MissingCells.Separate(split.Coarse);
            split = split with { Coarse = coarse, Mask = mask, Below = manifest.WithheldBelow };
        }

        SplitShapes.Check(split, files);
        SplitValues.Check(split, files);
        SplitWarnings.Collect(split, files, warnings);
        return split;
    }
}
