namespace FineFlow.Core.Datasets;

/// <summary>Whether the splits of a dataset fit each other and its manifest.</summary>
internal static class DatasetRules
{
    /// <exception cref="BadInputException">They do not.</exception>
    public static void Check(string folder, DatasetManifest manifest, IReadOnlyList<FlowSplit> splits)
    {
        foreach (var (file, problem) in Problems(folder, manifest, [.. splits.Select(split => SplitParts.Of(split, folder))]))
        {
            throw new BadInputException(file, problem);
        }
    }

    /// <summary>Returns every file that does not fit the first split that has such a file, or the manifest.</summary>
    public static IEnumerable<(string File, string Problem)> Problems(
        string folder, DatasetManifest manifest, IReadOnlyList<SplitParts> splits)
    {
        var firstCoarse = splits.FirstOrDefault(split => split.Coarse is not null);
        var firstFine = splits.FirstOrDefault(split => split.Fine is not null);
        foreach (var split in splits)
        {
            if (SizeProblem(split.Coarse, firstCoarse?.Coarse, firstCoarse?.Name) is { } coarse)
            {
                yield return (split.Files.Coarse, coarse);
            }

            if (SizeProblem(split.Fine, firstFine?.Fine, firstFine?.Name) is { } fine)
            {
                yield return (split.Files.Fine, fine);
            }

            if (split.External is null && splits.Any(other => other.External is not null))
            {
                yield return (split.Files.External, "is missing, but another split has one; all splits have external factors, or none");
            }

            if (split.External is { } external && !external.Schema.HasSameKinds(manifest.ExternalSchema()))
            {
                yield return (
                    split.Files.External,
                    $"has columns {external.Schema}; {manifest.ExternalSchema()} are expected, as dataset.json describes");
            }
        }

        if (splits.FirstOrDefault(split => split is { Coarse: not null, Fine: not null }) is { Coarse: { } x, Fine: { } y, Name: var name })
        {
            foreach (var problem in ManifestProblems(manifest, x, y, name))
            {
                yield return (Path.Combine(folder, DatasetManifest.FileName), problem);
            }
        }
    }

    private static string? SizeProblem(FlowMaps? maps, FlowMaps? expected, string? expectedIn) =>
        maps is null || expected is null
        || (maps.Channels, maps.Rows, maps.Columns) == (expected.Channels, expected.Rows, expected.Columns)
            ? null
            : Invariant($"has shape {maps}; [n, {expected.Channels}, {expected.Rows}, {expected.Columns}] is expected, as in {expectedIn}");

    private static IEnumerable<string> ManifestProblems(DatasetManifest manifest, FlowMaps coarse, FlowMaps fine, string split)
    {
        var factor = fine.Rows / coarse.Rows;
        if (manifest.ScaleFactor is { } stated && stated != factor)
        {
            yield return Invariant($"scale_factor is {stated}, but Y.npy is {factor} times as large as X.npy in {split}");
        }

        if (manifest.Channels is { } channels && channels.Count != coarse.Channels)
        {
            yield return Invariant($"channels has {channels.Count} names, but the maps have {coarse.Channels} channels");
        }
    }
}
