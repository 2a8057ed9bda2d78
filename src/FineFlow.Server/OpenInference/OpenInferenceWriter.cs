using System.Globalization;
using System.Text.Json;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using FineFlow.Server.Responses;
using Microsoft.AspNetCore.Http;

namespace FineFlow.Server.OpenInference;

/// <summary>Writes the answer to a request.</summary>
internal static class OpenInferenceWriter
{
    public static async Task WriteAsync(
        HttpContext http, OpenInferenceRequest request, LoadedModel model, IReadOnlyList<InferenceResult> answers)
    {
        var binary = request.Outputs is [var output] && output.Parameters?.BinaryData is { } wish
            ? wish
            : request.Parameters?.BinaryDataOutput ?? false;
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            WriteJson(json, request, model, answers, binary);
        }

        if (binary)
        {
            http.Response.Headers[Tensors.HeaderLength] = body.Length.ToString(CultureInfo.InvariantCulture);
            foreach (var answer in answers)
            {
                LittleEndian.Write(body, answer.Fine.Values);
            }
        }

        http.Response.ContentType = binary ? "application/octet-stream" : "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }

    private static void WriteJson(
        Utf8JsonWriter json, OpenInferenceRequest request, LoadedModel model, IReadOnlyList<InferenceResult> answers, bool binary)
    {
        var fine = answers[0].Fine;
        json.WriteStartObject();
        json.WriteString("model_name", model.Name);
        json.WriteString("model_version", model.Version);
        if (request.Id is { } id)
        {
            json.WriteString("id", id);
        }

        json.WriteStartObject("parameters");
        json.WriteNumber("max_conservation_error", answers.Max(answer => answer.Residual.Largest));
        if (answers.SelectMany(answer => answer.Warnings).Distinct().ToList() is { Count: > 0 } warnings)
        {
            json.WriteString("warnings", string.Join("; ", warnings)); // a parameter is one number, text or bool
        }

        json.WriteEndObject();
        json.WriteStartArray("outputs");
        json.WriteStartObject();
        json.WriteString("name", Tensors.Fine);
        json.WriteString("datatype", Tensors.Float);
        json.WriteStartArray("shape");
        Array.ForEach([answers.Count, fine.Channels, fine.Rows, fine.Columns], json.WriteNumberValue);
        json.WriteEndArray();
        if (binary)
        {
            json.WriteStartObject("parameters");
            json.WriteNumber("binary_data_size", answers.Sum(answer => answer.Fine.Values.Length * sizeof(float)));
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray("data");
            foreach (var value in answers.SelectMany(answer => answer.Fine.Values))
            {
                json.WriteNumberValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
