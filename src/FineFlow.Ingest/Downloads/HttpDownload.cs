using System.Globalization;
using FineFlow.Core;

namespace FineFlow.Ingest.Downloads;

/// <summary>
/// Fetches one file over HTTP into its <see cref="PartialFile"/>. Resumes earlier attempts while the file on the server is unchanged, and
/// retries after growing waits.
/// </summary>
internal sealed class HttpDownload(HttpClient client, DownloadOptions options, IProgress<Transfer>? progress)
{
    private const int Piece = 1 << 17;

    /// <summary>Fetches the file.</summary>
    /// <exception cref="BadInputException">The file cannot be fetched; the message says why.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled; the bytes so far are kept.
    /// </exception>
    public async Task RunAsync(Uri source, PartialFile part, CancellationToken cancellationToken)
    {
        var (furthest, failures) = (part.Arrived, 0);
        while (true)
        {
            try
            {
                await AttemptAsync(source, part, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (TransientDownloadException failure)
            {
                failures = part.Arrived >= furthest + options.Progress ? 1 : failures + 1;
                furthest = Math.Max(furthest, part.Arrived);
                if (failures >= options.Attempts)
                {
                    throw new BadInputException(
                        $"{source}", $"{failure.Message} (attempt {failures} of {options.Attempts}; {Kept(part)})", failure);
                }

                var delay = options.Delay(failures);
                var next = string.Create(CultureInfo.InvariantCulture, $"next attempt in {delay.TotalSeconds:0.#} s");
                progress?.Report(
                    new($"{source}", part.Arrived, part.State?.Total, 0) { Note = $"{source} {failure.Message}; {Kept(part)}, {next}" });
                await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task AttemptAsync(Uri source, PartialFile part, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            patience.CancelAfter(options.Patience);
            using var request = Request(source, part);
            using var reply = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token)
                .ConfigureAwait(false);
            if (!DownloadReply.Accept(reply, part, request.Headers.Range is not null, $"{source}"))
            {
                CheckSize(part, source);
                await CopyAsync(reply, part, source, patience).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException silence) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientDownloadException(
                string.Create(CultureInfo.InvariantCulture, $"sends nothing for {options.Patience.TotalSeconds:0.#} s"), silence);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new TransientDownloadException($"breaks off: {failure.Message}", failure);
        }
    }

    private static HttpRequestMessage Request(Uri source, PartialFile part)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, source);
        request.Headers.AcceptEncoding.Add(new("identity"));
        if (part is { Arrived: > 0, State.Validator: { } validator })
        {
            request.Headers.Range = new(part.Arrived, null);
            request.Headers.TryAddWithoutValidation("If-Range", validator);
        }

        return request;
    }

    private async Task CopyAsync(HttpResponseMessage reply, PartialFile part, Uri source, CancellationTokenSource patience)
    {
        var meter = new TransferMeter(progress, $"{source}", part.Arrived, part.State!.Total);
        var body = await reply.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        await using var closing = body.ConfigureAwait(false);
        var buffer = new byte[Piece];
        while (true)
        {
            patience.CancelAfter(options.Patience);
            var count = await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            part.Append(buffer.AsMemory(0, count));
            meter.Add(count);
            CheckSize(part, source);
        }

        if (part.State.Total is { } total && part.Arrived < total)
        {
            throw new TransientDownloadException("ends before the size that it stated");
        }
    }

    private void CheckSize(PartialFile part, Uri source)
    {
        var most = Math.Min(part.State!.Total ?? long.MaxValue, options.LargestFile);
        var size = Math.Max(part.Arrived, part.State.Total ?? 0);
        if (size > most)
        {
            part.Discard();
            throw new BadInputException($"{source}", $"sends {size} bytes or more; at most {most} are expected");
        }
    }

    private static string Kept(PartialFile part) => part.Arrived == 0
        ? "nothing has arrived"
        : string.Create(CultureInfo.InvariantCulture, $"{part.Arrived} bytes have arrived and are kept in {part.Path}");
}
