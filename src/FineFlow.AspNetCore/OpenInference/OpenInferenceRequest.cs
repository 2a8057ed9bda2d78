using System.Text.Json;
using System.Text.Json.Serialization;
using FineFlow.AspNetCore.Requests;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>An inference request of the Open Inference Protocol v2. Only its parameters may hold more than is known here.</summary>
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
    /// <summary>The names that are known here.</summary>
    public static IReadOnlyList<string> Names { get; } = ["binary_data_size", "binary_data"];

    public int? BinaryDataSize { get; init; }

    public bool? BinaryData { get; init; }

    /// <summary>What other servers understand.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Others { get; init; } = new Dictionary<string, JsonElement>();
}

/// <summary>The parameters of a request: how outputs are sent, and which answer is asked for, as the query of /v1 says it.</summary>
internal sealed record RequestParameters
{
    /// <summary>The names that are known here.</summary>
    public static IReadOnlyList<string> Names { get; } = ["binary_data_output", "below", .. InferenceQuery.AnswerNames];

    public bool? BinaryDataOutput { get; init; }

    /// <summary>Missing counts are known to be smaller than this.</summary>
    public int? Below { get; init; }

    public bool Integers { get; init; }

    public string Estimate { get; init; } = "";

    /// <summary>Levels, divided by commas: a parameter is one number, text or bool.</summary>
    public string Quantiles { get; init; } = "";

    public int Draws { get; init; }

    public long Seed { get; init; }

    /// <summary>What other servers understand.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Others { get; init; } = new Dictionary<string, JsonElement>();
}
