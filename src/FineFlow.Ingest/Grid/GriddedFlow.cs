using FineFlow.Core;
using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.Grid;

/// <summary>A dataset made from rows, in memory.</summary>
/// <param name="Splits">Its splits, in time order.</param>
/// <param name="Manifest">Its description.</param>
/// <param name="Report">Report of rows read, counted and dropped.</param>
public sealed record GriddedFlow(IReadOnlyList<FlowSplit> Splits, DatasetManifest Manifest, GridReport Report)
{
    /// <summary>Writes it as a dataset folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="overwrite">Whether an existing dataset may be replaced.</param>
    /// <param name="name">The dataset's name; null for that of the folder.</param>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    internal void Write(string folder, bool overwrite, string? name = null)
    {
        name ??= Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        DatasetFolder.Write(folder, Manifest with { Name = name }, Splits, overwrite);
    }
}
