using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using FineFlow.Core;

namespace FineFlow.Ingest.Downloads;

/// <summary>Interprets a server's reply for a partial file.</summary>
internal static class DownloadReply
{
    /// <summary>Prepares the partial file for the bytes that follow; returns true if it is complete already.</summary>
    /// <exception cref="BadInputException">The reply is a failure for good.</exception>
    /// <exception cref="TransientDownloadException">The reply is a failure that another attempt may not have.</exception>
    public static bool Accept(HttpResponseMessage reply, PartialFile part, bool asksForRest, string source)
    {
        switch (reply.StatusCode)
        {
            case HttpStatusCode.OK:
                CheckPlain(reply, source);
                part.Restart(Validator(reply), reply.Content.Headers.ContentLength);
                return false;
            case HttpStatusCode.PartialContent when asksForRest:
                CheckPlain(reply, source);
                CheckRange(reply, part);
                return false;
            case HttpStatusCode.RequestedRangeNotSatisfiable when asksForRest:
                return IsWhole(reply.Content.Headers.ContentRange, part);
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new TransientDownloadException($"answers {Status(reply)}");
            case >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest:
                throw new BadInputException(source, $"answers {Status(reply)}: it redirects in a circle, too often, or from https to http");
            default:
                throw new BadInputException(source, $"answers {Status(reply)}; the file itself is expected");
        }
    }

    // If-Range accepts only strong ETags and dates.
    private static string? Validator(HttpResponseMessage reply) =>
        reply.Headers.ETag is { IsWeak: false } tag
            ? tag.ToString()
            : reply.Content.Headers.LastModified?.ToString("R", CultureInfo.InvariantCulture);

    private static void CheckPlain(HttpResponseMessage reply, string source)
    {
        if (reply.Content.Headers.ContentEncoding.FirstOrDefault(encoding => encoding != "identity") is { } encoding)
        {
            throw new BadInputException(source, $"sends the file encoded as {encoding}; it was asked for as it is");
        }
    }

    private static void CheckRange(HttpResponseMessage reply, PartialFile part)
    {
        var range = reply.Content.Headers.ContentRange;
        var state = part.State!;
        var fits = range is { Unit: "bytes", From: { } from, Length: var total } && from == part.Arrived
            && (total ?? state.Total) == state.Total;
        var same = Validator(reply) is not { } validator || validator == state.Validator;
        if (!fits || !same)
        {
            part.Restart(null, null);
            throw new TransientDownloadException("sends another part than was asked for, or of another file");
        }
    }

    private static bool IsWhole(ContentRangeHeaderValue? range, PartialFile part)
    {
        if (range is { Unit: "bytes", Length: { } total } && total == part.Arrived && (part.State!.Total ?? total) == total)
        {
            return true;
        }

        part.Restart(null, null);
        throw new TransientDownloadException("has no more of the file; it has changed there");
    }

    private static string Status(HttpResponseMessage reply) => ((int)reply.StatusCode).ToString(CultureInfo.InvariantCulture);
}

/// <summary>A failed attempt after which another one may succeed.</summary>
/// <param name="reason">The failure; a message names the source before it.</param>
/// <param name="inner">The failure below, if any.</param>
internal sealed class TransientDownloadException(string reason, Exception? inner = null) : Exception(reason, inner);
