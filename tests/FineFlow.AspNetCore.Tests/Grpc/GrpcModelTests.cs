using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FineFlow.AspNetCore.Grpc.Protocol;
using FineFlow.Engine.Tests.Fixtures;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;

namespace FineFlow.AspNetCore.Tests.Grpc;

/// <summary>What clients ask beside inference, and what the operator asks.</summary>
public sealed class GrpcModelTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_server_and_its_models_describe_themselves_as_in_rest()
    {
        Assert.True((await _server.Grpc.ServerLiveAsync(new())).Live);
        Assert.True((await _server.Grpc.ServerReadyAsync(new())).Ready);
        Assert.True((await _server.Grpc.ModelReadyAsync(new() { Name = "plgf" })).Ready);
        Assert.True((await _server.Grpc.ModelReadyAsync(new() { Name = "plgf", Version = "1" })).Ready);

        var server = await _server.Grpc.ServerMetadataAsync(new());
        var told = await RestAsync("/v2");
        Assert.Equal((told["name"]!.GetValue<string>(), told["version"]!.GetValue<string>()), (server.Name, server.Version));
        Assert.Equal(told["extensions"]!.AsArray().Select(extension => extension!.GetValue<string>()), server.Extensions);

        var model = await _server.Grpc.ModelMetadataAsync(new() { Name = "plgf" });
        Assert.Equal(("plgf", "fineflow", "1"), (model.Name, model.Platform, model.Versions.Single()));
        Assert.Equal(
            ["coarse FP32 [-1, 1, -1, -1]", "external FP32 [-1, 7]", "time INT64 [-1]"],
            model.Inputs.Select(input => $"{input.Name} {input.Datatype} [{string.Join(", ", input.Shape)}]"));
        Assert.Equal(("fine", "FP32"), (model.Outputs.Single().Name, model.Outputs.Single().Datatype));
    }

    [Fact]
    public async Task The_configuration_is_tritons()
    {
        var config = (await _server.Grpc.ModelConfigAsync(new() { Name = "plgf", Version = "1" })).Config;

        Assert.Equal(("plgf", "fineflow", "fineflow", 0), (config.Name, config.Platform, config.Backend, config.MaxBatchSize));
        Assert.Equal(
            [("coarse", DataType.TypeFp32, false), ("external", DataType.TypeFp32, false), ("time", DataType.TypeInt64, true)],
            config.Input.Select(input => (input.Name, input.DataType, input.Optional)));
        Assert.Equal([-1L, 1, -1, -1], config.Input[0].Dims);
        Assert.Equal([-1L, 1, -1, -1], config.Output.Single().Dims);
    }

    [Fact]
    public async Task Statistics_are_those_of_rest()
    {
        await _server.Grpc.ModelInferAsync(GrpcRequests.Typed(samples: 3));

        var all = (await _server.Grpc.ModelStatisticsAsync(new())).ModelStats.Single();
        var told = (await RestAsync("/v2/models/plgf/stats"))["model_stats"]![0]!;

        Assert.Equal(all, (await _server.Grpc.ModelStatisticsAsync(new() { Name = "plgf", Version = "1" })).ModelStats.Single());
        Assert.Equal(3ul, all.InferenceCount);
        Assert.Equal(told["last_inference"]!.GetValue<ulong>(), all.LastInference);
        Assert.Equal(told["inference_stats"]!["compute_infer"]!["ns"]!.GetValue<ulong>(), all.InferenceStats.ComputeInfer.Ns);
        Assert.Equal(told["inference_stats"]!["queue"]!["count"]!.GetValue<ulong>(), all.InferenceStats.Queue.Count);
    }

    [Fact]
    public async Task The_operator_loads_and_unloads_and_callers_are_denied()
    {
        SmallBundles.Write(_server.Bundle("plgf", "2"), seed: 2);
        Assert.Equal(["plgf 1 READY", "plgf 2 UNAVAILABLE"], await IndexAsync(new()));
        Assert.Equal(["plgf 1 READY"], await IndexAsync(new() { Ready = true }));
        var load = new RepositoryModelLoadRequest { ModelName = "plgf" };
        var unload = new RepositoryModelUnloadRequest { ModelName = "plgf" };
        await GrpcRequests.RefusedAsync(_server.Grpc.RepositoryModelLoadAsync(load), StatusCode.PermissionDenied, "operator");
        await GrpcRequests.RefusedAsync(_server.Grpc.RepositoryModelUnloadAsync(unload), StatusCode.PermissionDenied, "operator");
        Assert.Equal(["plgf 1 READY", "plgf 2 UNAVAILABLE"], await IndexAsync(new()));

        await _server.AdminGrpc.RepositoryModelLoadAsync(load);
        Assert.Equal("2", (await _server.Grpc.ModelInferAsync(GrpcRequests.Typed())).ModelVersion);

        unload.Parameters["unload_dependents"] = new() { BoolParam = false };
        await _server.AdminGrpc.RepositoryModelUnloadAsync(unload);
        await GrpcRequests.RefusedAsync(_server.Grpc.ModelInferAsync(GrpcRequests.Typed()), StatusCode.NotFound, "plgf");
        await GrpcRequests.RefusedAsync(_server.AdminGrpc.RepositoryModelUnloadAsync(unload), StatusCode.NotFound, "plgf");
        Assert.False((await _server.Grpc.ServerReadyAsync(new())).Ready);
    }

    [Fact]
    public async Task What_has_no_effect_on_a_load_is_refused_by_name()
    {
        var load = new RepositoryModelLoadRequest { ModelName = "plgf", Parameters = { ["config"] = new() { StringParam = "{}" } } };
        var unload = new RepositoryModelUnloadRequest
        {
            ModelName = "plgf",
            Parameters = { ["unload_dependants"] = new() { BoolParam = true } },
        };

        await GrpcRequests.RefusedAsync(
            _server.AdminGrpc.RepositoryModelLoadAsync(load), StatusCode.InvalidArgument, "parameters.config: is not known");
        await GrpcRequests.RefusedAsync(
            _server.AdminGrpc.RepositoryModelUnloadAsync(unload),
            StatusCode.InvalidArgument,
            "parameters.unload_dependants: is not known; unload_dependents, true or false, is expected; did you mean");
        await GrpcRequests.RefusedAsync(
            _server.Grpc.RepositoryIndexAsync(new() { RepositoryName = "mine" }), StatusCode.InvalidArgument, "repository_name: is 'mine'");
        await GrpcRequests.RefusedAsync(
            _server.AdminGrpc.RepositoryModelLoadAsync(new() { ModelName = "../plgf" }), StatusCode.NotFound);
        Assert.Equal(["plgf 1 READY"], await IndexAsync(new()));
    }

    [Fact]
    public async Task The_operators_address_answers_no_inference() => await GrpcRequests.RefusedAsync(
        _server.AdminGrpc.ModelInferAsync(GrpcRequests.Typed()), StatusCode.Unimplemented);

    [Fact]
    public async Task Health_and_reflection_are_gRPCs_own()
    {
        var health = new Health.HealthClient(_server.Channel);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new())).Status);

        using var call = new ServerReflection.ServerReflectionClient(_server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(default));
        Assert.Contains(
            "inference.GRPCInferenceService", call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
        await call.RequestStream.CompleteAsync();
    }

    private async Task<IEnumerable<string>> IndexAsync(RepositoryIndexRequest request) =>
        (await _server.Grpc.RepositoryIndexAsync(request)).Models.Select(model => $"{model.Name} {model.Version} {model.State}").Order();

    private async Task<JsonNode> RestAsync(string path) =>
        (await _server.Client.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative)))!;
}
