using System.Globalization;
using System.Runtime.InteropServices;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Engine.Inference;
using FineFlow.Server.Api;
using FineFlow.Server.Problems;
using FineFlow.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace FineFlow.Server.OpenInference;

/// <summary>Reads the samples of a request.</summary>
internal static class OpenInferenceReader
{
    private static readonly string[] Inputs = [Tensors.Coarse, Tensors.External];

    /// <exception cref="ProblemException">The request is not one of the protocol, or asks for what is not there.</exception>
    /// <exception cref="BadInputException">A tensor cannot be what it is.</exception>
    public static async Task<(OpenInferenceRequest Request, IReadOnlyList<Sample> Samples)> ReadAsync(HttpContext http)
    {
        var body = await Body.ReadAsync(http);
        var length = HeaderLength(http, body.Length);
        var request = InferenceRequestReader.ParseJson<OpenInferenceRequest>(body.AsSpan(0, length));
        CheckParameters(request);
        if (request.Inputs.Contains(null!))
        {
            throw Refusal("inputs", "one is null; expected objects with name, shape, datatype");
        }

        if (request.Outputs?.FirstOrDefault(output => output?.Name != Tensors.Fine) is { } other)
        {
            throw Refusal("outputs", $"there is no output '{other.Name}'; {Tensors.Fine} is expected");
        }

        var values = Values(request, body.AsSpan(length));
        return (request, Samples(new(Coarse(request, values), External(request, values))));
    }

    /// <summary>
    /// Any parameters are admitted by the protocol, and those of other servers are passed over. One that looks like a misspelt name would
    /// change the answer without a word, so it is refused.
    /// </summary>
    private static void CheckParameters(OpenInferenceRequest request)
    {
        Check("parameters", request.Parameters);
        foreach (var input in request.Inputs.Where(input => input is not null))
        {
            Check($"{input.Name}.parameters", input.Parameters);
        }

        foreach (var output in request.Outputs?.Where(output => output is not null) ?? [])
        {
            Check($"{output.Name}.parameters", output.Parameters);
        }

        static void Check(string field, TensorParameters? parameters)
        {
            foreach (var name in parameters?.Others.Keys ?? Enumerable.Empty<string>())
            {
                if (NearestName.Question(name, TensorParameters.Names) is { Length: > 0 } hint)
                {
                    throw Refusal($"{field}.{name}", $"is not a known parameter{hint}");
                }
            }
        }
    }

    private static List<Sample> Samples(FlowInputs inputs)
    {
        if (inputs.Samples > InferEndpoints.MaxSamples)
        {
            throw Refusal(Tensors.Coarse, $"has {inputs.Samples} samples; at most {InferEndpoints.MaxSamples} are expected");
        }

        return inputs.External is { } external && external.Samples != inputs.Samples
            ? throw Refusal(Tensors.External, $"has {external.Samples} rows for {inputs.Samples} samples")
            : [.. Enumerable.Range(0, inputs.Samples).Select(sample => new Sample(inputs.Slice(sample, 1)))];
    }

    private static int HeaderLength(HttpContext http, int bytes)
    {
        if (!http.Request.Headers.TryGetValue(Tensors.HeaderLength, out var text))
        {
            return bytes;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= bytes
            ? length
            : throw Refusal(Tensors.HeaderLength, $"is '{text}'; a number of at most the body's {bytes} bytes is expected");
    }

    /// <summary>The numbers of the input tensors: binary ones lie one behind the other, in the order of the inputs.</summary>
    private static Dictionary<string, CountArray> Values(OpenInferenceRequest request, ReadOnlySpan<byte> binary)
    {
        var values = new Dictionary<string, CountArray>();
        foreach (var input in request.Inputs)
        {
            var numbers = input.Data?.Counts;
            if (input.Parameters?.BinaryDataSize is { } size)
            {
                if (numbers is not null || size < 0 || size > binary.Length || size % sizeof(float) != 0)
                {
                    throw Refusal(
                        input.Name,
                        $"binary_data_size is {size}, {binary.Length} bytes are left behind the JSON; "
                        + $"whole numbers of {Tensors.Float} and no data beside them are expected");
                }

                numbers = new([size / sizeof(float)], MemoryMarshal.Cast<byte, float>(binary[..size]).ToArray());
                binary = binary[size..];
            }

            Check(input, numbers);
            if (!values.TryAdd(input.Name, numbers!))
            {
                throw Refusal(input.Name, "is there twice");
            }
        }

        return binary.IsEmpty ? values : throw Refusal("body", $"{binary.Length} bytes are no input's");
    }

    private static void Check(InputTensor input, CountArray? numbers)
    {
        if (input.Name is not (Tensors.Coarse or Tensors.External))
        {
            throw Refusal(
                "inputs",
                $"there is no input '{input.Name}'; there are {Tensors.Coarse} and {Tensors.External}"
                + NearestName.Question(input.Name, Inputs));
        }

        if (input.Datatype != Tensors.Float)
        {
            throw Refusal(input.Name, $"is of type {input.Datatype}; {Tensors.Float} is expected");
        }

        var expected = input.Shape.Aggregate(1L, (product, size) => size < 1 ? 0 : Math.Min(product * size, int.MaxValue));
        if (expected == 0 || numbers?.Values.Length != expected)
        {
            throw Refusal(
                input.Name, $"has {numbers?.Values.Length ?? 0} values, which do not make a shape of [{string.Join(", ", input.Shape)}]");
        }
    }

    private static FlowMaps Coarse(OpenInferenceRequest request, Dictionary<string, CountArray> values)
    {
        var coarse = request.Inputs.FirstOrDefault(input => input.Name == Tensors.Coarse)?.Shape switch
        {
            [var samples, var channels, var rows, var columns] =>
                new FlowMaps(new(samples, channels, rows, columns), values[Tensors.Coarse].Values, values[Tensors.Coarse].Exact),
            null => throw Refusal(Tensors.Coarse, "is missing"),
            var shape =>
                throw Refusal(Tensors.Coarse, $"has shape [{string.Join(", ", shape)}]; [samples, channels, rows, columns] is expected"),
        };
        FlowFiles.Check(coarse, Tensors.Coarse);
        return coarse;
    }

    private static ExternalFactors? External(OpenInferenceRequest request, Dictionary<string, CountArray> values)
    {
        if (request.Inputs.FirstOrDefault(input => input.Name == Tensors.External)?.Shape is not { } shape)
        {
            return null;
        }

        var external = shape is [_, TaxiBjColumns.Count]
            ? new ExternalFactors(values[Tensors.External].Values)
            : throw Refusal(Tensors.External, $"has shape [{string.Join(", ", shape)}]; [samples, {TaxiBjColumns.Count}] is expected");
        FlowFiles.Check(external, Tensors.External);
        return external;
    }

    private static ProblemException Refusal(string field, string problem) =>
        new(StatusCodes.Status400BadRequest, $"{field}: {problem}", field);
}
