namespace FineFlow.Core.Datasets;

/// <summary>Whether the arrays of one split fit together.</summary>
internal static class SplitShapes
{
    /// <exception cref="BadInputException">They do not; the message names the file that does not follow X.npy.</exception>
    public static void Check(FlowSplit split, SplitFiles files)
    {
        foreach (var (file, problem) in Problems(SplitParts.Of(split, files.Folder)))
        {
            throw new BadInputException(file, problem);
        }
    }

    /// <summary>Returns every file that does not follow X.npy, with what was expected.</summary>
    public static IEnumerable<(string File, string Problem)> Problems(SplitParts parts)
    {
        if (parts.Coarse is not { } coarse)
        {
            yield break;
        }

        foreach (var (file, samples) in new[]
        {
            (parts.Files.Fine, parts.Fine?.Samples), (parts.Files.External, parts.External?.Samples), (
                parts.Files.Time, parts.Time?.Length),
        })
        {
            if (samples is { } count && count != coarse.Samples)
            {
                yield return (file, Invariant($"has {count} samples; {coarse.Samples} are expected, as in X.npy"));
            }
        }

        if (parts.Fine is { } fine && SizeProblem(coarse, fine) is { } problem)
        {
            yield return (parts.Files.Fine, problem);
        }
    }

    /// <summary>Returns why fine maps do not refine coarse ones by one factor; null if they do.</summary>
    public static string? SizeProblem(FlowMaps coarse, FlowMaps fine)
    {
        if (fine.Channels != coarse.Channels)
        {
            return Invariant($"has {fine.Channels} channels; {coarse.Channels} are expected, as in X.npy");
        }

        if (fine.Rows % coarse.Rows != 0 || fine.Columns % coarse.Columns != 0)
        {
            return Invariant($"has maps of {Size(fine)}; a whole multiple of the {Size(coarse)} in X.npy is expected");
        }

        var (rows, columns) = (fine.Rows / coarse.Rows, fine.Columns / coarse.Columns);
        if (rows != columns)
        {
            return Invariant($"has {rows} times the rows and {columns} times the columns of X.npy; one factor is expected");
        }

        return rows == 1 ? Invariant($"has maps of {Size(fine)} as X.npy has; there is nothing to infer below a factor of 2") : null;
    }

    private static string Size(FlowMaps maps) => Invariant($"{maps.Rows} x {maps.Columns}");
}
