namespace FineFlow.Ingest.TaxiBj;

/// <summary>What to fetch, and where to.</summary>
public sealed record TaxiBjFetchRequest
{
    /// <summary>The tasks.</summary>
    public required IReadOnlyList<TaxiBjTask> Tasks { get; init; }

    /// <summary>Folder for the archives P1.zip .. P4.zip.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// An http(s) address or a file of this machine to take an archive from, with {task} for the task's number; the public repository if
    /// null.
    /// </summary>
    public string? From { get; init; }
}

/// <summary>An archive that is there now.</summary>
/// <param name="Task">P1 .. P4.</param>
/// <param name="File">The archive.</param>
/// <param name="Source">Where it came from when it was first there.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256, recorded beside it.</param>
/// <param name="Published">Whether it is, byte for byte, the archive of the public repository.</param>
/// <param name="WasThere">Whether it was there already, and only checked.</param>
public sealed record FetchedArchive(string Task, string File, string Source, long Size, string Sha256, bool Published, bool WasThere);
