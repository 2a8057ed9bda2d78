using FineFlow.Core;

namespace FineFlow.Ingest.Tables;

/// <summary>
/// Checks in parallel to the table engine that compressed files are complete, since the engine takes a truncated file for a shorter one.
/// The engine's result is valid only after this check.
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

    /// <summary>Starts to read the compressed files.</summary>
    public static IntegrityCheck Start(IReadOnlyList<string> files, int threads, CancellationToken cancellationToken) =>
        new([.. files.Where(file => InputPaths.Compression(file) != Compression.None)], threads, cancellationToken);

    /// <summary>Waits for the result.</summary>
    /// <exception cref="BadInputException">A file is truncated, damaged or unreadable.</exception>
    public void Wait() => _check.GetAwaiter().GetResult();

    public void Dispose()
    {
        _stop.Cancel();
        ((IAsyncResult)_check).AsyncWaitHandle.WaitOne();
        _stop.Dispose();
    }

    /// <summary>Reads a compressed file to its end.</summary>
    /// <exception cref="BadInputException">It is truncated, damaged or unreadable.</exception>
    public static void Verify(string file, CancellationToken cancellationToken)
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
