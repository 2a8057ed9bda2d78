using System.Text.Json;
using System.Text.Json.Serialization;
using FineFlow.Server.Requests;

namespace FineFlow.Server.OpenInference;

/// <summary>An inference request of the Open Inference Protocol v2. Only its parameters may hold more than is known here.</summary>
internal sealed record OpenInferenceRequest(IReadOnlyList<InputTensor> Inputs)
{
    public string? Id { get; init; }

    public TensorParameters? Parameters { get; init; }

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
    public static IReadOnlyList<string> Names { get; } = ["binary_data_size", "binary_data", "binary_data_output"];

    public int? BinaryDataSize { get; init; }

    public bool? BinaryData { get; init; }

    public bool? BinaryDataOutput { get; init; }

    /// <summary>What other servers understand.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Others { get; init; } = new Dictionary<string, JsonElement>();
}
