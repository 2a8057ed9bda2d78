using FineFlow.Core;

namespace FineFlow.Ingest.Downloads;

/// <summary>Copies a local file as a download does.</summary>
internal static class LocalCopy
{
    private const int Piece = 1 << 20;

    /// <summary>Copies a file.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or is larger than the limit.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static void Run(
        string source, PartialFile part, long largest, IProgress<Transfer>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (file.Length > largest)
            {
                throw new BadInputException(source, $"{file.Length} bytes long; at most {largest} are expected");
            }

            part.Restart(null, file.Length);
            var meter = new TransferMeter(progress, source, 0, file.Length);
            var buffer = new byte[Piece];
            for (int count; (count = file.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                part.Append(buffer.AsMemory(0, count));
                meter.Add(count);
            }
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException(source, $"no such file{NearestName.QuestionOfPath(source)}", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(source, $"cannot be read: {failure.Message}", failure);
        }
    }
}
