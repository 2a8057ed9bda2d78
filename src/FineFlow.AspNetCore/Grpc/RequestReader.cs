using System.Runtime.InteropServices;
using FineFlow.AspNetCore.Grpc.Protocol;
using FineFlow.AspNetCore.OpenInference;
using FineFlow.AspNetCore.Problems;
using FineFlow.Core;
using static FineFlow.AspNetCore.Grpc.Protocol.ModelInferRequest.Types;

namespace FineFlow.AspNetCore.Grpc;

/// <summary>
/// Reads a request for inference. All but the numbers is read as if it had come as JSON, and so is refused in the same words.
/// </summary>
internal static class RequestReader
{
    /// <exception cref="ProblemException">The request is not one of the protocol, or asks for what is not there.</exception>
    /// <exception cref="BadInputException">A tensor cannot be what it is.</exception>
    public static InferenceCall Read(ModelInferRequest message)
    {
        var request = OpenInferenceReader.Parse(RequestJson.Write(message));
        var isRaw = message.RawInputContents.Count > 0;
        if (isRaw && message.RawInputContents.Count != message.Inputs.Count)
        {
            throw ProblemException.Of(
                "raw_input_contents",
                $"has {message.RawInputContents.Count} entries; one for each of {message.Inputs.Count} inputs is expected");
        }

        var inputs = new Dictionary<string, InputValues>();
        for (var place = 0; place < message.Inputs.Count; place++)
        {
            var bytes = isRaw ? Raw(message, place) : Typed(message.Inputs[place]);
            var (name, shape, type) = request.Inputs[place];
            CheckSize(request.Inputs[place], bytes.Length);
            OpenInferenceReader.Add(inputs, name, InputValues.Of(name, type, shape, bytes));
        }

        var call = InferenceCall.Of(request, inputs);
        CheckForm(request, isRaw);
        return call;
    }

    private static ReadOnlySpan<byte> Raw(ModelInferRequest message, int place) => message.Inputs[place].Contents is null
        ? message.RawInputContents[place].Span
        : throw ProblemException.Of(message.Inputs[place].Name, "has contents and an entry of raw_input_contents; one of them is expected");

    /// <summary>The numbers of a tensor as bytes.</summary>
    private static ReadOnlySpan<byte> Typed(InferInputTensor input)
    {
        var contents = input.Contents ?? new();
        var others = contents.BoolContents.Count + contents.IntContents.Count + contents.UintContents.Count
            + contents.Uint64Contents.Count + contents.Fp64Contents.Count + contents.BytesContents.Count;
        var isWhole = input.Datatype == Tensors.Whole;
        return others + (isWhole ? contents.Fp32Contents.Count : contents.Int64Contents.Count) > 0
            ? throw ProblemException.Of(
                input.Name,
                $"has numbers of another type than {input.Datatype}; {(isWhole ? "int64_contents" : "fp32_contents")} alone is expected")
            : isWhole
                ? MemoryMarshal.AsBytes<long>(contents.Int64Contents.ToArray())
                : MemoryMarshal.AsBytes<float>(contents.Fp32Contents.ToArray());
    }

    /// <summary>Some clients say the size here as in REST, where it is needed.</summary>
    private static void CheckSize(InputTensor input, int bytes)
    {
        if (input.Parameters?.BinaryDataSize is { } size && size != bytes)
        {
            throw ProblemException.Of(input.Name, $"binary_data_size is {size}; the input has {bytes} bytes");
        }
    }

    /// <summary>The outputs of an answer have one form, that of the inputs.</summary>
    private static void CheckForm(OpenInferenceRequest request, bool isRaw)
    {
        var asked = (request.Outputs ?? []).Select(output => output.Parameters?.BinaryData).Append(request.Parameters?.BinaryDataOutput);
        if (asked.Any(isBinary => isBinary == !isRaw))
        {
            throw ProblemException.Of(
                "outputs", $"are asked for {(isRaw ? "as contents" : "in binary")}, and the inputs are not; the same form is expected");
        }
    }
}
