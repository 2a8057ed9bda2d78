using FineFlow.AspNetCore.Grpc.Protocol;
using FineFlow.AspNetCore.OpenInference;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Responses;
using FineFlow.AspNetCore.Services;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;

namespace FineFlow.AspNetCore.Grpc;

/// <summary>What callers ask: inference beside all that the operator may ask, but no model is loaded or unloaded.</summary>
internal sealed class CallersService(ServerServices services, InferenceEngine engine) : ModelService(services)
{
    public override async Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context)
    {
        using var lease = await LeaseAsync(request, context.CancellationToken);
        if (!engine.HasCapacity(lease.Model))
        {
            throw engine.Refuse();
        }

        var call = RequestReader.Read(request);
        var responses = await call.InferAsync(engine, lease.Model, context.CancellationToken);
        return Respond(request, call, responses);
    }

    [DisableRequestTimeout]
    public override Task ModelStreamInfer(
        IAsyncStreamReader<ModelInferRequest> requestStream,
        IServerStreamWriter<ModelStreamInferResponse> responseStream,
        ServerCallContext context) => OrderedAnswers.WriteAsync(
            requestStream.ReadAllAsync,
            (request, _, cancellationToken) => AnswerAsync(request, cancellationToken),
            responseStream.WriteAsync,
            context.CancellationToken);

    public override Task<RepositoryModelLoadResponse> RepositoryModelLoad(RepositoryModelLoadRequest request, ServerCallContext context) =>
        throw ForOperator();

    public override Task<RepositoryModelUnloadResponse> RepositoryModelUnload(
        RepositoryModelUnloadRequest request, ServerCallContext context) => throw ForOperator();

    private static ProblemException ForOperator() =>
        new(StatusCodes.Status403Forbidden, "models are loaded and unloaded at the operator's address alone");

    private static ModelInferResponse Respond(
        ModelInferRequest request, InferenceCall call, IReadOnlyList<InferenceResponse> responses) =>
        ResponseMessages.Of(call, responses, isRaw: request.RawInputContents.Count > 0);

    private ValueTask<ModelLease> LeaseAsync(ModelInferRequest request, CancellationToken cancellationToken) =>
        Registry.LeaseAsync(request.ModelName, new VersionChoice(Version: VersionOf(request.ModelVersion)), cancellationToken);

    private async Task<ModelStreamInferResponse> AnswerAsync(ModelInferRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var lease = await LeaseAsync(request, cancellationToken);
            var call = RequestReader.Read(request);
            var responses = await call.WaitAndInferAsync(engine, lease.Model, cancellationToken);
            return new() { InferResponse = Respond(request, call, responses) };
        }
        catch (Exception failure) when (
            failure is not OperationCanceledException
                && Problem.Of(failure) is { Status: < StatusCodes.Status500InternalServerError } problem)
        {
            // Clients tell by the id which of their requests has failed.
            return new() { ErrorMessage = problem.Detail, InferResponse = new() { ModelName = request.ModelName, Id = request.Id } };
        }
    }
}
