using FineFlow.Core;
using FineFlow.Ingest.Downloads;

namespace FineFlow.Ingest.TaxiBj;

/// <summary>Checks archives of TaxiBJ.</summary>
internal static class TaxiBjArchive
{
    /// <summary>Checks an existing archive against its record, and records it on first use.</summary>
    /// <exception cref="BadInputException">It differs from the record, or is not the task's archive.</exception>
    public static FetchedArchive Recorded(TaxiBjTask task, string file, CancellationToken cancellationToken)
    {
        var identity = FileIdentity.Of(file, cancellationToken);
        var record = DownloadRecord.Find(file);
        if (record is null)
        {
            CheckContent(task, file, cancellationToken);
            record = new(file, identity.Size, identity.Sha256);
            record.Write(file);
        }

        record.Verify(file, identity);
        return Report(task, file, record, identity, wasThere: true);
    }

    /// <summary>Checks a fetched archive, records it on first use, and renames it. Deletes it if it is wrong.</summary>
    /// <exception cref="BadInputException">It is not the task's archive, or differs from the record.</exception>
    public static FetchedArchive Accept(
        TaxiBjTask task, string file, string source, PartialFile part, bool mustBePublished, CancellationToken cancellationToken)
    {
        part.Close();
        try
        {
            var identity = FileIdentity.Of(part.Path, cancellationToken);
            CheckContent(task, part.Path, cancellationToken);
            var record = DownloadRecord.Find(file) ?? new(source, identity.Size, identity.Sha256);
            record.Verify(file, identity);
            if (mustBePublished && identity.GitBlob != task.GitBlob)
            {
                throw new BadInputException(part.Path, $"is git blob {identity.GitBlob}; {task.GitBlob} was published");
            }

            record.Write(file);
            part.Complete();
            return Report(task, file, record, identity, wasThere: false);
        }
        catch (BadInputException bad)
        {
            part.Discard();
            throw new BadInputException(source, $"gave something else than {task.Name}, which was removed again: {bad.Message}", bad);
        }
    }

    private static void CheckContent(TaxiBjTask task, string file, CancellationToken cancellationToken)
    {
        using var archive = PublishedFiles.Open(file);
        foreach (var entry in TaxiBjLayout.Find(archive, [task]).Single().Files.Values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var stream = entry.Open();
            stream.CopyTo(Stream.Null);
        }
    }

    private static FetchedArchive Report(TaxiBjTask task, string file, DownloadRecord record, FileIdentity identity, bool wasThere) =>
        new(task.Name, file, record.Source, identity.Size, identity.Sha256, identity.GitBlob == task.GitBlob, wasThere);
}
