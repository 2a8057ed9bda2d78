using FineFlow.Core;
using FineFlow.Ingest.Downloads;

namespace FineFlow.Ingest.TaxiBj;

/// <summary>Fetches the published archives of TaxiBJ.</summary>
internal static class TaxiBjFetch
{
    private const int Redirects = 5;

    /// <summary>
    /// Fetches each task's archive into the folder, or checks an existing one. An archive gets its name only when it is complete. Its size
    /// and SHA-256 are recorded beside it on first use and must match from then on.
    /// </summary>
    /// <exception cref="BadInputException">An archive cannot be fetched, or is not the expected one.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled; a later call continues.
    /// </exception>
    public static async Task<IReadOnlyList<FetchedArchive>> RunAsync(
        TaxiBjFetchRequest request, IProgress<Transfer>? progress = null, CancellationToken cancellationToken = default)
    {
        using var handler = new SocketsHttpHandler { MaxAutomaticRedirections = Redirects, UseCookies = false };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new("FineFlow", typeof(TaxiBjFetch).Assembly.GetName().Version?.ToString()));
        return await RunAsync(request, client, new() { LargestFile = TaxiBjLimits.Archive.TotalBytes }, progress, cancellationToken)
            .ConfigureAwait(false);
    }

    internal static async Task<IReadOnlyList<FetchedArchive>> RunAsync(
        TaxiBjFetchRequest request, HttpClient client, DownloadOptions options, IProgress<Transfer>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var sources = request.Tasks.Select(task => TaxiBjOrigin.Of(request, task)).ToArray();
        var fetched = new List<FetchedArchive>();
        foreach (var (task, source) in request.Tasks.Zip(sources))
        {
            var file = Path.Combine(request.Folder, $"{task.Name}.zip");
            if (File.Exists(file))
            {
                fetched.Add(TaxiBjArchive.Recorded(task, file, cancellationToken));
                continue;
            }

            using var part = PartialFile.Open(file, source);
            if (TaxiBjOrigin.Address(source) is { } address)
            {
                await new HttpDownload(client, options, progress).RunAsync(address, part, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                LocalCopy.Run(source, part, options.LargestFile, progress, cancellationToken);
            }

            fetched.Add(TaxiBjArchive.Accept(task, file, source, part, mustBePublished: request.From is null, cancellationToken));
        }

        return fetched;
    }
}
