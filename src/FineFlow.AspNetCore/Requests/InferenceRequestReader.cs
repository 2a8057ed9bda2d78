using System.Runtime.InteropServices;
using System.Text.Json;
using FineFlow.AspNetCore.Json;
using FineFlow.AspNetCore.Problems;
using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FineFlow.AspNetCore.Requests;

/// <summary>Reads a sample from a request's body, in the format that its Content-Type names.</summary>
internal static class InferenceRequestReader
{
    public const string Json = "application/json", Npy = "application/x-npy", Raw = "application/octet-stream";

    /// <exception cref="ProblemException">The content type is unknown, or the body is not of it.</exception>
    /// <exception cref="BadInputException">A field cannot be what it is.</exception>
    public static async Task<InferenceRequest> ReadAsync(HttpContext http, ServedModel model)
    {
        var type = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        return type?.ToLowerInvariant() switch
        {
            Json => InferenceRequest.Of(await ReadJsonAsync<InferenceRequestBody>(http)),
            Npy => FromNpy(await Body.ReadAsync(http), SampleQuery.Of(http)),
            Raw => FromRaw(await Body.ReadAsync(http), SampleQuery.Of(http), model),
            _ => throw new ProblemException(
                StatusCodes.Status415UnsupportedMediaType,
                $"Content-Type is '{http.Request.ContentType}'; {Json}, {Npy} or {Raw} is expected",
                "Content-Type"),
        };
    }

    /// <summary>Reads a body as JSON.</summary>
    public static async Task<T> ReadJsonAsync<T>(HttpContext http) => ParseJson<T>(await Body.ReadAsync(http));

    /// <summary>Reads JSON text.</summary>
    /// <exception cref="ProblemException">Names the field that is wrong, and what is expected there.</exception>
    public static T ParseJson<T>(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, ApiJson.Options) ?? throw JsonMistake.In(json, typeof(T), null);
        }
        catch (JsonException failure)
        {
            throw JsonMistake.In(json, typeof(T), failure);
        }
    }

    private static InferenceRequest FromNpy(byte[] body, SampleQuery query)
    {
        using var stream = new MemoryStream(body);
        var counts = BadNpyIsABadRequest(() => NpyReader.ReadCounts(stream, "coarse"));
        return InferenceRequest.Of(counts, query.External, query.Time, query.BoundingBox, query.Below);
    }

    private static InferenceRequest FromRaw(byte[] body, SampleQuery query, ServedModel model)
    {
        int[] shape = query.Shape ?? [model.Options.InChannels, model.Options.Height, model.Options.Width];
        var expected = shape.Aggregate(1L, (product, size) => Math.Min(product * size, int.MaxValue)) * sizeof(float);
        return body.Length == expected
            ? InferenceRequest.Of(
                new(shape, MemoryMarshal.Cast<byte, float>(body).ToArray()), query.External, query.Time, query.BoundingBox, query.Below)
            : throw new ProblemException(
                StatusCodes.Status400BadRequest,
                $"has {body.Length} bytes; {expected} are expected: float32 of shape {string.Join(",", shape)}",
                "coarse");
    }

    private static T BadNpyIsABadRequest<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (BadInputException bad)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, bad.Message, bad.InputSource);
        }
    }
}
