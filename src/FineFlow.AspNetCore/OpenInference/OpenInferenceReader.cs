using System.Globalization;
using System.Text.Json;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Requests;
using FineFlow.Core;
using FineFlow.Engine.Predictions;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>Reads a request: JSON, with binary tensors behind it where it says so.</summary>
internal static class OpenInferenceReader
{
    /// <exception cref="ProblemException">The request is not one of the protocol, or asks for what is not there.</exception>
    /// <exception cref="BadInputException">A tensor cannot be what it is.</exception>
    public static async Task<(OpenInferenceRequest Request, IReadOnlyList<InferenceRequest> Samples, AnswerOptions Answer)> ReadAsync(
        HttpContext http)
    {
        var body = await Body.ReadAsync(http);
        var length = HeaderLength(http, body.Length);
        var request = InferenceRequestReader.ParseJson<OpenInferenceRequest>(body.AsSpan(0, length));
        CheckParameters(request);
        if (request.Inputs.Contains(null!))
        {
            throw ProblemException.Of("inputs", "one is null; expected objects with name, shape, datatype");
        }

        var answer = Answer(request.Parameters ?? new());
        foreach (var output in request.Outputs ?? [])
        {
            OutputValues.CheckName(output?.Name, answer);
        }

        return (request, InputValues.Samples(Inputs(request, body.AsSpan(length)), request.Parameters?.Below), answer);
    }

    private static AnswerOptions Answer(RequestParameters parameters) => InferenceQuery.Checked(new()
    {
        Integers = parameters.Integers,
        Estimate = InferenceQuery.EstimateOf(parameters.Estimate),
        Quantiles = InferenceQuery.LevelsOf(parameters.Quantiles),
        Draws = parameters.Draws,
        Seed = parameters.Seed,
    });

    /// <summary>
    /// Any parameters are admitted by the protocol, and those of other servers are passed over. One that looks like a misspelt name would
    /// change the answer without a word, so it is refused.
    /// </summary>
    private static void CheckParameters(OpenInferenceRequest request)
    {
        Check("parameters", RequestParameters.Names, request.Parameters?.Others);
        foreach (var input in request.Inputs.Where(input => input is not null))
        {
            Check($"{input.Name}.parameters", TensorParameters.Names, input.Parameters?.Others);
        }

        foreach (var output in request.Outputs?.Where(output => output is not null) ?? [])
        {
            Check($"{output.Name}.parameters", TensorParameters.Names, output.Parameters?.Others);
        }

        static void Check(string field, IReadOnlyList<string> known, IDictionary<string, JsonElement>? others)
        {
            foreach (var name in others?.Keys ?? Enumerable.Empty<string>())
            {
                if (NearestName.Question(name, known) is { Length: > 0 } hint)
                {
                    throw ProblemException.Of($"{field}.{name}", $"is not a known parameter{hint}");
                }
            }
        }
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
            if (!inputs.TryAdd(input.Name, values))
            {
                throw ProblemException.Of(input.Name, "is there twice");
            }
        }

        return binary.IsEmpty ? inputs : throw ProblemException.Of("body", $"{binary.Length} bytes are no input's");
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
