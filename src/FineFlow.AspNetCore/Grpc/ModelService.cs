using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Grpc.Protocol;
using FineFlow.AspNetCore.OpenInference;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Services;
using FineFlow.Engine.Registry;
using Grpc.Core;

namespace FineFlow.AspNetCore.Grpc;

/// <summary>What callers and the operator may ask alike: the server, its models and the repository of models.</summary>
[BindServiceMethod(typeof(MessageBinder), nameof(MessageBinder.Bind))]
internal abstract class ModelService(ServerServices services) : GRPCInferenceService.GRPCInferenceServiceBase
{
    protected ModelRegistry Registry => services.Registry;

    [WithoutKey]
    public override Task<ServerLiveResponse> ServerLive(ServerLiveRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerLiveResponse { Live = true });

    [WithoutKey]
    public override Task<ServerReadyResponse> ServerReady(ServerReadyRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerReadyResponse { Ready = services.IsReady });

    public override Task<ServerMetadataResponse> ServerMetadata(ServerMetadataRequest request, ServerCallContext context)
    {
        var (name, version, extensions) = OpenInference.ServerMetadata.Current;
        return Task.FromResult(new ServerMetadataResponse { Name = name, Version = version, Extensions = { extensions } });
    }

    public override Task<ModelReadyResponse> ModelReady(ModelReadyRequest request, ServerCallContext context)
    {
        var readiness = ModelReadiness.Find(Registry, request.Name, VersionOf(request.Version));
        return Task.FromResult(new ModelReadyResponse { Ready = readiness.Ready });
    }

    public override Task<ModelMetadataResponse> ModelMetadata(ModelMetadataRequest request, ServerCallContext context) =>
        Task.FromResult(ResponseMessages.Of(OpenInference.ModelMetadata.Find(Registry, request.Name, VersionOf(request.Version))));

    public override Task<ModelConfigResponse> ModelConfig(ModelConfigRequest request, ServerCallContext context)
    {
        var config = OpenInference.ModelConfig.Find(Registry, request.Name, VersionOf(request.Version));
        return Task.FromResult(new ModelConfigResponse { Config = ResponseMessages.Of(config) });
    }

    public override Task<ModelStatisticsResponse> ModelStatistics(ModelStatisticsRequest request, ServerCallContext context)
    {
        var statistics = request.Name.Length == 0
            ? StatisticsResponse.OfAll(Registry)
            : StatisticsResponse.Find(Registry, request.Name, VersionOf(request.Version));
        return Task.FromResult(new ModelStatisticsResponse { ModelStats = { statistics.ModelStats.Select(ResponseMessages.Of) } });
    }

    public override Task<RepositoryIndexResponse> RepositoryIndex(RepositoryIndexRequest request, ServerCallContext context)
    {
        CheckRepository(request.RepositoryName);
        var models = RepositoryModel.All(Registry, request.Ready).Select(ResponseMessages.Of);
        return Task.FromResult(new RepositoryIndexResponse { Models = { models } });
    }

    /// <summary>Returns the version that a message names; null where it names none.</summary>
    protected static string? VersionOf(string text) => text.Length == 0 ? null : text;

    /// <summary>Refuses the name of a repository.</summary>
    protected static void CheckRepository(string name)
    {
        if (name.Length > 0)
        {
            throw ProblemException.Of("repository_name", $"is '{name}'; there is one repository, and none is expected");
        }
    }
}
