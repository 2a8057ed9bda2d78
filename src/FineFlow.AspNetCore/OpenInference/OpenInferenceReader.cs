using System.Globalization;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Requests;
using FineFlow.Core;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>Reads a request: JSON, with binary tensors behind it where it says so.</summary>
internal static class OpenInferenceReader
{
    /// <exception cref="ProblemException">The request is not one of the protocol, or asks for what is not there.</exception>
    /// <exception cref="BadInputException">A tensor cannot be what it is.</exception>
    public static async Task<InferenceCall> ReadAsync(HttpContext http)
    {
        var body = await Body.ReadAsync(http);
        var length = HeaderLength(http, body.Length);
        var request = Parse(body.AsSpan(0, length));
        return InferenceCall.Of(request, Inputs(request, body.AsSpan(length)));
    }

    /// <summary>Reads the JSON of a request.</summary>
    /// <exception cref="ProblemException">It is not what the protocol says, or has a parameter that is not known.</exception>
    public static OpenInferenceRequest Parse(ReadOnlySpan<byte> json)
    {
        var request = InferenceRequestReader.ParseJson<OpenInferenceRequest>(json);
        return request.Inputs.Contains(null!)
            ? throw ProblemException.Of("inputs", "one is null; expected objects with name, shape, datatype")
            : request;
    }

    private static int HeaderLength(HttpContext http, int bytes)
    {
        if (!http.Request.Headers.TryGetValue(Tensors.HeaderLength, out var text))
        {
            return bytes;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= bytes
            ? length
            : throw ProblemException.Of(Tensors.HeaderLength, $"is '{text}'; a number of at most the body's {bytes} bytes is expected");
    }

    /// <summary>The input tensors: binary ones lie one behind the other, in the order of the inputs.</summary>
    private static Dictionary<string, InputValues> Inputs(OpenInferenceRequest request, ReadOnlySpan<byte> binary)
    {
        var inputs = new Dictionary<string, InputValues>();
        foreach (var input in request.Inputs)
        {
            var values = input.Parameters?.BinaryDataSize is { } size
                ? InputValues.Of(input.Name, input.Datatype, input.Shape, Take(ref binary, input, size))
                : InputValues.Of(input.Name, input.Datatype, input.Shape, input.Data?.Counts);
            Add(inputs, input.Name, values);
        }

        return binary.IsEmpty ? inputs : throw ProblemException.Of("body", $"{binary.Length} bytes are no input's");
    }

    /// <summary>Adds an input to those that are there.</summary>
    /// <exception cref="ProblemException">It is there already.</exception>
    public static void Add(Dictionary<string, InputValues> inputs, string name, InputValues values)
    {
        if (!inputs.TryAdd(name, values))
        {
            throw ProblemException.Of(name, "is there twice");
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> binary, InputTensor input, int size)
    {
        if (input.Data is not null || size < 0 || size > binary.Length)
        {
            throw ProblemException.Of(
                input.Name,
                $"binary_data_size is {size}, {binary.Length} bytes are left behind the JSON; "
                + "at most as many, and no data beside them, are expected");
        }

        var taken = binary[..size];
        binary = binary[size..];
        return taken;
    }
}
