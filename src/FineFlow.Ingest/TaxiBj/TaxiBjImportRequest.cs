using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.TaxiBj;

/// <summary>Sources to import, and the folder for the datasets.</summary>
internal sealed record TaxiBjImportRequest
{
    /// <summary>Zip archives and folders with the published files.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Folder for the dataset folders P1 .. P4.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// The tasks to import; null for all in the sources. A single task also applies to a source whose names do not state its task.
    /// </summary>
    public IReadOnlyList<TaxiBjTask>? Tasks { get; init; }

    /// <summary>New division of the samples in time order; null for the published one.</summary>
    public SplitRatio? Ratio { get; init; }

    /// <summary>Whether warnings are errors.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether existing dataset folders may be replaced.</summary>
    public bool Overwrite { get; init; }
}

/// <summary>An imported task.</summary>
/// <param name="Task">P1 .. P4.</param>
/// <param name="Folder">Its dataset folder.</param>
/// <param name="Source">The archive or folder of its files.</param>
/// <param name="Split">How the samples are divided into splits.</param>
/// <param name="Splits">Descriptions of the splits.</param>
/// <param name="Warnings">Differences to the publication, one line each.</param>
internal sealed record TaxiBjImported(
    string Task, string Folder, string Source, string Split, IReadOnlyList<SplitSummary> Splits, IReadOnlyList<string> Warnings);
