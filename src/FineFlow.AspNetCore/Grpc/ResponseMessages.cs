using FineFlow.AspNetCore.Grpc.Protocol;
using FineFlow.AspNetCore.OpenInference;
using FineFlow.AspNetCore.Responses;
using Google.Protobuf;
using static FineFlow.AspNetCore.Grpc.Protocol.ModelInferResponse.Types;

namespace FineFlow.AspNetCore.Grpc;

/// <summary>The answers of the protocol as its messages.</summary>
internal static class ResponseMessages
{
    /// <summary>Makes the answer to a request for inference.</summary>
    /// <param name="call">The request.</param>
    /// <param name="responses">The answers to its samples.</param>
    /// <param name="isRaw">Whether the outputs are sent as bytes.</param>
    public static ModelInferResponse Of(InferenceCall call, IReadOnlyList<InferenceResponse> responses, bool isRaw)
    {
        var model = responses[0].Model;
        var message = new ModelInferResponse { ModelName = model.Name, ModelVersion = model.Version, Id = call.Request.Id ?? "" };
        var parameters = AnswerParameters.Of(responses);
        message.Parameters["max_conservation_error"] = new() { DoubleParam = parameters.MaxConservationError };
        if (parameters.Warnings is { } warnings)
        {
            message.Parameters["warnings"] = new() { StringParam = warnings };
        }

        foreach (var output in call.Outputs(responses))
        {
            message.Outputs.Add(Of(output, isRaw));
            if (isRaw)
            {
                message.RawOutputContents.Add(ByteString.CopyFrom(output.Bytes));
            }
        }

        return message;
    }

    public static ModelMetadataResponse Of(ModelMetadata metadata) => new()
    {
        Name = metadata.Name,
        Platform = metadata.Platform,
        Versions = { metadata.Versions },
        Inputs = { metadata.Inputs.Select(Of) },
        Outputs = { metadata.Outputs.Select(Of) },
    };

    public static Protocol.ModelConfig Of(OpenInference.ModelConfig config) => new()
    {
        Name = config.Name,
        Platform = config.Platform,
        Backend = config.Backend,
        MaxBatchSize = config.MaxBatchSize,
        Input =
        {
            config.Input.Select(input =>
                new ModelInput { Name = input.Name, DataType = TypeOf(input), Dims = { Sizes(input.Dims) }, Optional = input.Optional }),
        },
        Output =
        {
            config.Output.Select(output =>
                new ModelOutput { Name = output.Name, DataType = TypeOf(output), Dims = { Sizes(output.Dims) } }),
        },
    };

    public static ModelStatistics Of(VersionStatistics statistics) => new()
    {
        Name = statistics.Name,
        Version = statistics.Version,
        LastInference = (ulong)statistics.LastInference,
        InferenceCount = (ulong)statistics.InferenceCount,
        ExecutionCount = (ulong)statistics.ExecutionCount,
        InferenceStats = new()
        {
            Success = Of(statistics.InferenceStats.Success),
            Fail = Of(statistics.InferenceStats.Fail),
            Queue = Of(statistics.InferenceStats.Queue),
            ComputeInfer = Of(statistics.InferenceStats.ComputeInfer),
        },
    };

    public static RepositoryIndexResponse.Types.ModelIndex Of(RepositoryModel model) =>
        new() { Name = model.Name, Version = model.Version, State = model.State, Reason = model.Reason };

    private static InferOutputTensor Of(OutputValues output, bool isRaw)
    {
        var tensor = new InferOutputTensor { Name = output.Name, Datatype = output.Type, Shape = { Sizes(output.Shape) } };
        if (!isRaw)
        {
            tensor.Contents = new() { Fp32Contents = { output.Numbers ?? [] }, Int64Contents = { output.Whole ?? [] } };
        }

        return tensor;
    }

    private static ModelMetadataResponse.Types.TensorMetadata Of(TensorMetadata tensor) =>
        new() { Name = tensor.Name, Datatype = tensor.Datatype, Shape = { Sizes(tensor.Shape) } };

    private static StatisticDuration Of(TimeStatistics time) => new() { Count = (ulong)time.Count, Ns = (ulong)time.Ns };

    private static DataType TypeOf(TensorConfig tensor) =>
        tensor.DataType == TensorConfig.TypeOf(Tensors.Whole) ? DataType.TypeInt64 : DataType.TypeFp32;

    private static long[] Sizes(int[] shape) => [.. shape.Select(size => (long)size)];
}
