using FineFlow.AspNetCore.Requests;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>
/// An inference request of the Open Inference Protocol v2. What is not known here is refused, parameters as well: one that is passed over
/// would change the answer that its sender expects without a word.
/// </summary>
internal sealed record OpenInferenceRequest(IReadOnlyList<InputTensor> Inputs)
{
    public string? Id { get; init; }

    public RequestParameters? Parameters { get; init; }

    public IReadOnlyList<RequestedOutput>? Outputs { get; init; }
}

/// <summary>An input tensor: its numbers stand here, or behind the JSON as so many bytes.</summary>
internal sealed record InputTensor(string Name, int[] Shape, string Datatype)
{
    public TensorParameters? Parameters { get; init; }

    public NestedNumbers? Data { get; init; }
}

/// <summary>An output that is asked for.</summary>
internal sealed record RequestedOutput(string Name)
{
    public TensorParameters? Parameters { get; init; }
}

/// <summary>The parameters of the binary tensor extension.</summary>
internal sealed record TensorParameters
{
    public int? BinaryDataSize { get; init; }

    public bool? BinaryData { get; init; }
}

/// <summary>The parameters of a request: how outputs are sent, and which answer is asked for, as the query of /v1 says it.</summary>
internal sealed record RequestParameters
{
    public bool? BinaryDataOutput { get; init; }

    /// <summary>Missing counts are known to be smaller than this.</summary>
    public int? Below { get; init; }

    public bool Integers { get; init; }

    public string Estimate { get; init; } = "";

    /// <summary>Levels, divided by commas: a parameter is one number, text or bool.</summary>
    public string Quantiles { get; init; } = "";

    public int Draws { get; init; }

    public long Seed { get; init; }
}
