using System.Text.Json;
using FineFlow.AspNetCore.Grpc.Protocol;
using Google.Protobuf.Collections;
using Choice = FineFlow.AspNetCore.Grpc.Protocol.InferParameter.ParameterChoiceOneofCase;

namespace FineFlow.AspNetCore.Grpc;

/// <summary>Writes a request for inference, its numbers apart, as the JSON that REST has for it.</summary>
internal static class RequestJson
{
    public static byte[] Write(ModelInferRequest request)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (request.Id.Length > 0)
            {
                json.WriteString("id", request.Id);
            }

            WriteParameters(json, request.Parameters);
            WriteInputs(json, request);
            WriteOutputs(json, request);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void WriteInputs(Utf8JsonWriter json, ModelInferRequest request)
    {
        json.WriteStartArray("inputs");
        foreach (var input in request.Inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteString("datatype", input.Datatype);
            json.WriteStartArray("shape");
            foreach (var size in input.Shape)
            {
                json.WriteNumberValue(size);
            }

            json.WriteEndArray();
            WriteParameters(json, input.Parameters);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOutputs(Utf8JsonWriter json, ModelInferRequest request)
    {
        if (request.Outputs.Count == 0)
        {
            return;
        }

        json.WriteStartArray("outputs");
        foreach (var output in request.Outputs)
        {
            json.WriteStartObject();
            json.WriteString("name", output.Name);
            WriteParameters(json, output.Parameters);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParameters(Utf8JsonWriter json, MapField<string, InferParameter> parameters)
    {
        if (parameters.Count == 0)
        {
            return;
        }

        json.WriteStartObject("parameters");
        foreach (var (name, parameter) in parameters)
        {
            json.WritePropertyName(name);
            WriteValue(json, parameter);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, InferParameter parameter)
    {
        switch (parameter.ParameterChoiceCase)
        {
            case Choice.BoolParam:
                json.WriteBooleanValue(parameter.BoolParam);
                break;
            case Choice.Int64Param:
                json.WriteNumberValue(parameter.Int64Param);
                break;
            case Choice.Uint64Param:
                json.WriteNumberValue(parameter.Uint64Param);
                break;
            case Choice.StringParam:
                json.WriteStringValue(parameter.StringParam);
                break;
            case Choice.DoubleParam when double.IsFinite(parameter.DoubleParam):
                json.WriteNumberValue(parameter.DoubleParam);
                break;
            case Choice.DoubleParam:
                json.WriteStringValue($"{parameter.DoubleParam}"); // JSON has no such number
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
