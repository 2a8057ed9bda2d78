using System.Globalization;
using System.Text.Json;
using FineFlow.AspNetCore.Datasets;
using FineFlow.Core;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Responses;

/// <summary>Sends responses.</summary>
internal static class ResponseWriter
{
    private const string Shape = "FineFlow-Shape";

    /// <summary>Sends an response in a format; what a binary format cannot hold stands in headers.</summary>
    public static async Task WriteAsync(HttpContext http, InferenceResponse response, ResponseFormat format)
    {
        // Formatted whole before the first byte goes out, so that a failure can still be told.
        using var body = new MemoryStream();
        format.Write(body, response);
        Describe(http.Response.Headers, response);
        await SendAsync(http, body, format.MediaType);
    }

    /// <summary>Sends the responses to a batch as JSON.</summary>
    public static async Task WriteAsync(HttpContext http, IReadOnlyList<InferenceResponse> responses)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            ResponseJson.Write(json, responses);
        }

        await SendAsync(http, body, ResponseFormat.All[0].MediaType);
    }

    /// <summary>Sends the flow in zones in a format; what others than JSON cannot hold stands in headers.</summary>
    public static async Task WriteAsync(HttpContext http, ZoneAnswer answer, ZoneFormat format)
    {
        using var body = new MemoryStream();
        format.Write(body, answer);
        Describe(http.Response.Headers, answer.Model, answer.Warnings);
        await SendAsync(http, body, format.MediaType);
    }

    /// <summary>Sends one sample of a dataset or of live frames, as raw float32.</summary>
    public static async Task WriteRawAsync(HttpContext http, FlowMaps maps, int sample)
    {
        http.Response.Headers[Shape] = $"{maps.Channels},{maps.Rows},{maps.Columns}";
        http.Response.ContentType = ResponseFormat.Raw.MediaType;
        http.Response.ContentLength = maps.SampleLength * sizeof(float);
        await http.Response.Body.WriteAsync(LittleEndian.Bytes(maps.Sample(sample)), http.RequestAborted);
    }

    private static void Describe(IHeaderDictionary headers, InferenceResponse response)
    {
        Describe(headers, response.Model, response.Warnings);
        headers[Shape] = string.Join(',', response.Shape);
        headers["FineFlow-Max-Conservation-Error"] = response.Maps.Residual.Largest.ToString("R", CultureInfo.InvariantCulture);
    }

    private static void Describe(IHeaderDictionary headers, ServedModel model, IReadOnlyList<string> warnings)
    {
        headers["FineFlow-Model"] = model.Name;
        headers["FineFlow-Version"] = model.Version;
        if (warnings.Count > 0)
        {
            headers["FineFlow-Warnings"] = JsonSerializer.Serialize(warnings); // escapes what is not ASCII
        }
    }

    private static async Task SendAsync(HttpContext http, MemoryStream body, string mediaType)
    {
        http.Response.ContentType = mediaType;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }
}
