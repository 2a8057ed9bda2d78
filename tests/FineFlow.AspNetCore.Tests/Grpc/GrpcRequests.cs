using System.Runtime.InteropServices;
using FineFlow.AspNetCore.Grpc.Protocol;
using FineFlow.Engine.Tests.Fixtures;
using Google.Protobuf;
using Grpc.Core;
using static FineFlow.AspNetCore.Grpc.Protocol.ModelInferRequest.Types;

namespace FineFlow.AspNetCore.Tests.Grpc;

/// <summary>Requests as clients build them.</summary>
internal static class GrpcRequests
{
    /// <summary>Samples for the small PLGF, their numbers in the fields of their types.</summary>
    public static ModelInferRequest Typed(int samples = 1, long seed = 1) => new()
    {
        ModelName = "plgf",
        Inputs =
        {
            Tensor("coarse", [samples, 1, SmallBundles.Side, SmallBundles.Side], SmallBundles.Coarse(samples, seed: seed).Values),
            Tensor("external", [samples, 7], SmallBundles.External(samples).Values),
        },
    };

    /// <summary>The same, their numbers as bytes.</summary>
    public static ModelInferRequest Raw(int samples = 1, long seed = 1)
    {
        var request = Typed(samples, seed);
        foreach (var input in request.Inputs)
        {
            request.RawInputContents.Add(Bytes<float>([.. input.Contents!.Fp32Contents]));
            input.Contents = null;
        }

        return request;
    }

    public static InferInputTensor Tensor(string name, long[] shape, float[] numbers) =>
        new() { Name = name, Datatype = "FP32", Shape = { shape }, Contents = new() { Fp32Contents = { numbers } } };

    public static ByteString Bytes<T>(T[] numbers)
        where T : unmanaged => ByteString.CopyFrom(MemoryMarshal.AsBytes(numbers.AsSpan()));

    /// <summary>The fine map of an answer, from whichever field.</summary>
    public static float[] Fine(ModelInferResponse answer) => answer.RawOutputContents.Count > 0
        ? MemoryMarshal.Cast<byte, float>(answer.RawOutputContents[0].Span).ToArray()
        : [.. answer.Outputs[0].Contents.Fp32Contents];

    /// <summary>Awaits a call that must be refused with a status and words.</summary>
    public static async Task<RpcException> RefusedAsync<T>(AsyncUnaryCall<T> call, StatusCode status, string words = "")
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.True(refusal.StatusCode == status, $"{status} was expected: {refusal.Message}");
        Assert.Contains(words, refusal.Status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Status.Detail);
        return refusal;
    }
}
