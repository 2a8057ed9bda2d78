using FineFlow.Serving.Questions;

namespace FineFlow.Serving.OpenInference;

/// <summary>An inference request of the Open Inference Protocol v2. Fields that the protocol may have besides these are passed over.</summary>
internal sealed record InferenceRequest(IReadOnlyList<InputTensor> Inputs)
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
    public int? BinaryDataSize { get; init; }

    public bool? BinaryData { get; init; }

    public bool? BinaryDataOutput { get; init; }
}
