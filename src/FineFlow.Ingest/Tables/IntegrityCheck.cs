using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// Reads compressed files once more, beside the table engine, which takes a cut one for a shorter one: what the engine gives counts only
/// once this has found them whole.
/// </summary>
internal sealed class IntegrityCheck : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task _check;

    private IntegrityCheck(IReadOnlyList<string> files, int threads, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = _stop.Token };
        _check = files.Count == 0 ? Task.CompletedTask : Parallel.ForEachAsync(files, options, (file, token) =>
        {
            Verify(file, token);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Begins to read those of the files that are compressed.</summary>
    public static IntegrityCheck Start(IReadOnlyList<string> files, int threads, CancellationToken cancellationToken) =>
        new([.. files.Where(file => InputPaths.Compression(file) != Compression.None)], threads, cancellationToken);

    /// <summary>Waits for the end.</summary>
    /// <exception cref="BadInputException">A file is cut or damaged, or cannot be read.</exception>
    public void Wait() => _check.GetAwaiter().GetResult();

    public void Dispose()
    {
        _stop.Cancel();
        ((IAsyncResult)_check).AsyncWaitHandle.WaitOne();
        _stop.Dispose();
    }

    private static void Verify(string file, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (InputPaths.Compression(file) == Compression.Gzip)
            {
                GzipCheck.Verify(stream, file, cancellationToken);
            }
            else
            {
                new ZstandardCheck(stream, file).Verify(cancellationToken);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(file, $"cannot be read: {failure.Message}", failure);
        }
    }
}
