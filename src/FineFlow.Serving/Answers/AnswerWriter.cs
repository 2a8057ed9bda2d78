using System.Globalization;
using System.Text.Json;
using FineFlow.Core;
using Microsoft.AspNetCore.Http;

namespace FineFlow.Serving.Answers;

/// <summary>Sends answers.</summary>
internal static class AnswerWriter
{
    private const string Shape = "FineFlow-Shape";

    /// <summary>Sends an answer in a format; what a binary format cannot hold stands in headers.</summary>
    public static async Task WriteAsync(HttpContext http, Answer answer, AnswerFormat format)
    {
        // Formatted whole before the first byte goes out, so that a failure can still be told.
        using var body = new MemoryStream();
        format.Write(body, answer);
        Describe(http.Response.Headers, answer);
        await SendAsync(http, body, format.MediaType);
    }

    /// <summary>Sends the answers to a batch as JSON.</summary>
    public static async Task WriteAsync(HttpContext http, IReadOnlyList<Answer> answers)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            AnswerJson.Write(json, answers);
        }

        await SendAsync(http, body, AnswerFormat.All[0].MediaType);
    }

    /// <summary>Sends one sample of maps that nobody inferred, as raw float32.</summary>
    public static async Task WriteRawAsync(HttpContext http, FlowMaps maps, int sample)
    {
        http.Response.Headers[Shape] = $"{maps.Channels},{maps.Rows},{maps.Columns}";
        http.Response.ContentType = AnswerFormat.Raw.MediaType;
        http.Response.ContentLength = maps.SampleLength * sizeof(float);
        await http.Response.Body.WriteAsync(LittleEndian.Bytes(maps.Sample(sample)), http.RequestAborted);
    }

    private static void Describe(IHeaderDictionary headers, Answer answer)
    {
        headers["FineFlow-Model"] = answer.Model.Name;
        headers["FineFlow-Version"] = answer.Model.Version;
        headers[Shape] = string.Join(',', answer.Shape);
        if (answer.Warnings.Count > 0)
        {
            headers["FineFlow-Warnings"] = JsonSerializer.Serialize(answer.Warnings); // escapes what is not ASCII
        }

        headers["FineFlow-Max-Conservation-Error"] = answer.MaxConservationError.ToString("R", CultureInfo.InvariantCulture);
    }

    private static async Task SendAsync(HttpContext http, MemoryStream body, string mediaType)
    {
        http.Response.ContentType = mediaType;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }
}
