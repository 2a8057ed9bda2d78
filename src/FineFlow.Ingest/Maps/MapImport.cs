using FineFlow.Core;
using FineFlow.Core.Conservation;
using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Maps;

/// <summary>Makes a dataset of fine maps alone: coarse maps are their block sums, and splits are cut in the order of time.</summary>
internal static class MapImport
{
    /// <summary>Reads the files and writes a dataset folder.</summary>
    /// <returns>What was found out about the files, for people.</returns>
    /// <exception cref="BadInputException">A file or an option is not sound, or the folder cannot be written.</exception>
    public static IReadOnlyList<string> Write(
        string folder, MapImportRequest request, bool overwrite, CancellationToken cancellationToken = default)
    {
        DatasetFolder.CheckPlace(folder, overwrite);
        var counts = CountFiles.Read(request.Counts, cancellationToken);
        Write(folder, counts, request, overwrite);
        return counts.Notes;
    }

    /// <summary>Writes a dataset folder of counts that are read.</summary>
    /// <exception cref="BadInputException">Counts are missing, cannot be cut into blocks, or the folder cannot be written.</exception>
    public static void Write(string folder, GridCounts counts, MapImportRequest request, bool overwrite)
    {
        var fine = counts.Complete();
        if (request.Factor < 2 || fine.Rows % request.Factor != 0 || fine.Columns % request.Factor != 0)
        {
            throw new BadInputException(
                counts.Source, $"has maps of {fine.Rows} x {fine.Columns} cells, which cannot be cut into blocks of "
                    + $"{request.Factor} x {request.Factor}; a factor of 2 or more that divides both sides is expected")
            { Setting = nameof(request.Factor) };
        }

        var whole = new FlowSplit(SplitNames.Train, BlockSum.Coarsen(fine, request.Factor), fine, Time: counts.Time);
        var manifest = counts.Describe() with
        {
            Name = request.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Source = SourceOf(request.Counts.Inputs),
            Split = TimeOrderedSplit.Describe(request.Ratio),
        };
        DatasetFolder.Write(folder, manifest, TimeOrderedSplit.Cut([whole], request.Ratio), overwrite);
    }

    private static string SourceOf(IReadOnlyList<string> inputs) => Path.GetFileName(inputs[0])
        + (inputs.Count == 1 ? "" : FormattableString.Invariant($" and {inputs.Count - 1} more files"));
}
