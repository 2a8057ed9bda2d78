namespace FineFlow.Ingest.TaxiBj;

/// <summary>Archives to fetch, and their folder.</summary>
internal sealed record TaxiBjFetchRequest
{
    /// <summary>The tasks.</summary>
    public required IReadOnlyList<TaxiBjTask> Tasks { get; init; }

    /// <summary>Folder for the archives P1.zip .. P4.zip.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// An http(s) address or a local file to take an archive from, with {task} for the task's number; null for the public repository.
    /// </summary>
    public string? From { get; init; }
}

/// <summary>A fetched archive.</summary>
/// <param name="Task">P1 .. P4.</param>
/// <param name="File">The archive.</param>
/// <param name="Source">Its origin on first use.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256, recorded beside it.</param>
/// <param name="Published">Whether it is the archive of the public repository, byte for byte.</param>
/// <param name="WasThere">Whether it existed already and was only checked.</param>
internal sealed record FetchedArchive(string Task, string File, string Source, long Size, string Sha256, bool Published, bool WasThere);
