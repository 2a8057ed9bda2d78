using FineFlow.Core.Datasets;

namespace FineFlow.Ingest.TaxiBj;

/// <summary>What to import, and where to.</summary>
public sealed record TaxiBjImportRequest
{
    /// <summary>Zip archives and folders with the published files.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Folder for the dataset folders P1 .. P4.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// The tasks to import; all that are there if null. One alone also names a source whose own names do not say which task it is.
    /// </summary>
    public IReadOnlyList<TaxiBjTask>? Tasks { get; init; }

    /// <summary>How to divide the samples again, in time order; as published if null.</summary>
    public SplitRatio? Ratio { get; init; }

    /// <summary>Whether warnings are errors.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether dataset folders that are there may be replaced.</summary>
    public bool Overwrite { get; init; }
}

/// <summary>A task that was imported.</summary>
/// <param name="Task">P1 .. P4.</param>
/// <param name="Folder">Its dataset folder.</param>
/// <param name="Source">The archive or folder that it comes from.</param>
/// <param name="Split">How the samples are divided.</param>
/// <param name="Splits">What is in the splits.</param>
/// <param name="Warnings">What differs from the publication, one line each.</param>
public sealed record TaxiBjImported(
    string Task, string Folder, string Source, string Split, IReadOnlyList<SplitSummary> Splits, IReadOnlyList<string> Warnings);
