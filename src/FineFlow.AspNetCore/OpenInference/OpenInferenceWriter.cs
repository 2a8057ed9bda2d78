using System.Globalization;
using System.Text.Json;
using FineFlow.AspNetCore.Responses;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>Writes the answer to a request: JSON, with the tensors that are asked for in binary behind it.</summary>
internal static class OpenInferenceWriter
{
    public static async Task WriteAsync(HttpContext http, InferenceCall call, IReadOnlyList<InferenceResponse> responses)
    {
        var (request, outputs) = (call.Request, call.Outputs(responses));
        var binary = outputs.Where(output => IsBinary(request, output.Name)).ToList();
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            WriteJson(json, request, responses, outputs, binary);
        }

        if (binary.Count > 0)
        {
            http.Response.Headers[Tensors.HeaderLength] = body.Length.ToString(CultureInfo.InvariantCulture);
            binary.ForEach(output => body.Write(output.Bytes));
        }

        http.Response.ContentType = binary.Count > 0 ? "application/octet-stream" : "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }

    private static bool IsBinary(OpenInferenceRequest request, string output) =>
        request.Outputs?.FirstOrDefault(requested => requested.Name == output)?.Parameters?.BinaryData
            ?? request.Parameters?.BinaryDataOutput
            ?? false;

    private static void WriteJson(
        Utf8JsonWriter json,
        OpenInferenceRequest request,
        IReadOnlyList<InferenceResponse> responses,
        IReadOnlyList<OutputValues> outputs,
        IReadOnlyCollection<OutputValues> binary)
    {
        json.WriteStartObject();
        json.WriteString("model_name", responses[0].Model.Name);
        json.WriteString("model_version", responses[0].Model.Version);
        if (request.Id is { } id)
        {
            json.WriteString("id", id);
        }

        json.WriteStartObject("parameters");
        var parameters = AnswerParameters.Of(responses);
        json.WriteNumber("max_conservation_error", parameters.MaxConservationError);
        if (parameters.Warnings is { } warnings)
        {
            json.WriteString("warnings", warnings);
        }

        json.WriteEndObject();
        json.WriteStartArray("outputs");
        foreach (var output in outputs)
        {
            WriteOutput(json, output, binary.Contains(output));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOutput(Utf8JsonWriter json, OutputValues output, bool isBinary)
    {
        json.WriteStartObject();
        json.WriteString("name", output.Name);
        json.WriteString("datatype", output.Type);
        json.WriteStartArray("shape");
        Array.ForEach(output.Shape, json.WriteNumberValue);
        json.WriteEndArray();
        if (isBinary)
        {
            json.WriteStartObject("parameters");
            json.WriteNumber("binary_data_size", output.Bytes.Length);
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray("data");
            Array.ForEach(output.Numbers ?? [], json.WriteNumberValue);
            Array.ForEach(output.Whole ?? [], json.WriteNumberValue);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
