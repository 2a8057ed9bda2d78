namespace FineFlow.Core.Datasets;

/// <summary>Whether the splits of a dataset fit each other and its manifest.</summary>
internal static class DatasetRules
{
    /// <exception cref="BadInputException">They do not.</exception>
    public static void Check(string folder, DatasetManifest manifest, IReadOnlyList<FlowSplit> splits)
    {
        foreach (var split in splits.Skip(1))
        {
            CheckAlike(split, splits[0], folder);
        }

        CheckManifest(Path.Combine(folder, DatasetManifest.FileName), manifest, splits[0]);
    }

    private static void CheckAlike(FlowSplit split, FlowSplit first, string folder)
    {
        var files = new SplitFiles(folder, split.Name);
        CheckSize(split.Coarse, first.Coarse, files.Coarse, first.Name);
        CheckSize(split.Fine, first.Fine, files.Fine, first.Name);
        if (split.External is null != first.External is null)
        {
            var missing = split.External is null ? split : first;
            throw new BadInputException(
                new SplitFiles(folder, missing.Name).External,
                "is missing, but another split has one; all splits have external factors, or none");
        }
    }

    private static void CheckSize(FlowMaps maps, FlowMaps expected, string path, string expectedIn)
    {
        if ((maps.Channels, maps.Rows, maps.Columns) != (expected.Channels, expected.Rows, expected.Columns))
        {
            throw new BadInputException(
                path, $"has shape {maps}; [n, {expected.Channels}, {expected.Rows}, {expected.Columns}] is expected, as in {expectedIn}");
        }
    }

    private static void CheckManifest(string path, DatasetManifest manifest, FlowSplit split)
    {
        var factor = split.Fine.Rows / split.Coarse.Rows;
        if (manifest.ScaleFactor is { } stated && stated != factor)
        {
            throw new BadInputException(path, $"scale_factor is {stated}, but Y.npy is {factor} times as large as X.npy in {split.Name}");
        }

        if (manifest.Channels is { } channels && channels.Count != split.Coarse.Channels)
        {
            throw new BadInputException(path, $"channels has {channels.Count} names, but the maps have {split.Coarse.Channels} channels");
        }
    }
}
