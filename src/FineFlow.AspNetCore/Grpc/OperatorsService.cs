using FineFlow.AspNetCore.Grpc.Protocol;
using FineFlow.AspNetCore.Management;
using FineFlow.AspNetCore.OpenInference;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Services;
using FineFlow.Core;
using FineFlow.Engine.Registry;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Choice = FineFlow.AspNetCore.Grpc.Protocol.ModelRepositoryParameter.ParameterChoiceOneofCase;

namespace FineFlow.AspNetCore.Grpc;

/// <summary>What the operator asks: models in and out of memory. Inference is the callers' business.</summary>
internal sealed class OperatorsService(ServerServices services, ILogger<ModelRegistry> logger) : ModelService(services)
{
    private const string Dependents = "unload_dependents";

    public override async Task<RepositoryModelLoadResponse> RepositoryModelLoad(
        RepositoryModelLoadRequest request, ServerCallContext context)
    {
        CheckRepository(request.RepositoryName);
        if (request.Parameters.Keys.FirstOrDefault() is { } name)
        {
            throw ProblemException.Of($"parameters.{name}", "is not known; a load takes no parameters");
        }

        await AdminEndpoints.LoadVersionAsync(request.ModelName, new LoadRequest(), Registry, logger, context.CancellationToken);
        return new();
    }

    /// <summary>Unloads a model. Whether models that need it go as well is without effect: there are none.</summary>
    public override Task<RepositoryModelUnloadResponse> RepositoryModelUnload(
        RepositoryModelUnloadRequest request, ServerCallContext context)
    {
        CheckRepository(request.RepositoryName);
        foreach (var (name, value) in request.Parameters)
        {
            if (name != Dependents || value.ParameterChoiceCase != Choice.BoolParam)
            {
                throw ProblemException.Of(
                    $"parameters.{name}",
                    $"is not known; {Dependents}, true or false, is expected{NearestName.Question(name, [Dependents])}");
            }
        }

        RepositoryEndpoints.Unload(request.ModelName, Registry, logger);
        return Task.FromResult(new RepositoryModelUnloadResponse());
    }
}
