namespace FineFlow.Core.Datasets;

/// <summary>Whether the arrays of one split fit together.</summary>
internal static class SplitShapes
{
    /// <exception cref="BadInputException">They do not; the message names the file that does not follow X.npy.</exception>
    public static void Check(FlowSplit split, SplitFiles files)
    {
        CheckSamples(files.Fine, split.Fine.Samples, split);
        CheckSamples(files.External, split.External?.Samples ?? split.Samples, split);
        CheckSamples(files.Time, split.Time?.Length ?? split.Samples, split);
        CheckSizes(split.Coarse, split.Fine, files.Fine);
    }

    private static void CheckSamples(string path, int samples, FlowSplit split)
    {
        if (samples != split.Samples)
        {
            throw new BadInputException(path, $"has {samples} samples; {split.Samples} are expected, as in X.npy");
        }
    }

    private static void CheckSizes(FlowMaps coarse, FlowMaps fine, string path)
    {
        if (fine.Channels != coarse.Channels)
        {
            throw new BadInputException(path, $"has {fine.Channels} channels; {coarse.Channels} are expected, as in X.npy");
        }

        if (fine.Rows % coarse.Rows != 0 || fine.Columns % coarse.Columns != 0)
        {
            throw new BadInputException(path, $"has maps of {Size(fine)}; a whole multiple of the {Size(coarse)} in X.npy is expected");
        }

        var (rows, columns) = (fine.Rows / coarse.Rows, fine.Columns / coarse.Columns);
        if (rows != columns)
        {
            throw new BadInputException(
                path, $"has {rows} times the rows and {columns} times the columns of X.npy; one factor is expected");
        }

        if (rows == 1)
        {
            throw new BadInputException(path, $"has maps of {Size(fine)} as X.npy has; there is nothing to infer below a factor of 2");
        }
    }

    private static string Size(FlowMaps maps) => $"{maps.Rows} x {maps.Columns}";
}
