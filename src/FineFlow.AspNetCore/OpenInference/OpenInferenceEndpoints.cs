using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Management;
using FineFlow.AspNetCore.Problems;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.AspNetCore.OpenInference;

/// <summary>
/// /v2: the Open Inference Protocol v2 with its binary tensor extension, as the clients of KServe and Triton speak it. Inputs: coarse FP32
/// [n, C, H, W], external FP32 [n, 7], time INT64 [n]; outputs: fine FP32 [n, C, N*H, N*W] or, in whole counts, INT64; where they are asked
/// for, quantiles INT64 [n, levels, C, N*H, N*W], draws INT64 [n, draws, C, N*H, N*W] and observed INT64 [n, C, H, W].
/// </summary>
internal static class OpenInferenceEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var routes = api.MapGroup("/v2").WithQuery().WithMetadata(new OpenInferenceStyle());
        routes.MapGet("", () => ServerMetadata.Current).WithSummary("Open Inference Protocol: the server.");
        HealthEndpoints.Map(routes);
        routes.MapGet("/models/stats", AllStatistics).WithSummary("Open Inference Protocol: what all models have done.");
        foreach (var model in new[] { "/models/{model}", "/models/{model}/versions/{version}" })
        {
            routes.MapGet(model, Describe).WithSummary("Open Inference Protocol: a model.");
            routes.MapGet(model + "/config", Configuration).WithSummary("Open Inference Protocol: a model's configuration.");
            routes.MapGet(model + "/stats", Statistics).WithSummary("Open Inference Protocol: what a model has done.");
            routes.MapGet(model + "/ready", Ready).WithSummary("Open Inference Protocol: whether a model can be asked.");
            routes.MapPost(model + "/infer", InferAsync).RequireCapacity().WithSummary("Open Inference Protocol: inference.");
        }
    }

    private static ModelMetadata Describe(string model, ModelRegistry registry, string? version = null) =>
        ModelMetadata.Find(registry, model, version);

    private static ModelConfig Configuration(string model, ModelRegistry registry, string? version = null) =>
        ModelConfig.Find(registry, model, version);

    private static StatisticsResponse AllStatistics(ModelRegistry registry) => StatisticsResponse.OfAll(registry);

    private static StatisticsResponse Statistics(string model, ModelRegistry registry, string? version = null) =>
        StatisticsResponse.Find(registry, model, version);

    private static ModelReadiness Ready(string model, ModelRegistry registry, string? version = null) =>
        ModelReadiness.Find(registry, model, version);

    private static async Task InferAsync(
        string model, HttpContext http, ModelRegistry registry, InferenceEngine engine, string? version = null)
    {
        using var lease = await registry.LeaseAsync(model, new VersionChoice(Version: version), http.RequestAborted);
        var call = await OpenInferenceReader.ReadAsync(http);
        await OpenInferenceWriter.WriteAsync(http, call, await call.InferAsync(engine, lease.Model, http.RequestAborted));
    }
}
