using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Requests;
using FineFlow.AspNetCore.Responses;
using FineFlow.Core;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.AspNetCore.Api;

/// <summary>POST /v1/models/{model}/infer and /infer/batch.</summary>
internal static class InferEndpoints
{
    /// <summary>Samples of a request at most.</summary>
    public const int MaxSamples = InferenceQuery.MostMaps;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/models/{model}/infer", InferAsync)
            .RequireCapacity()
            .WithQuery([FormatChoice.Parameter, InferenceQuery.ZerosAsNodata, .. InferenceQuery.Names, .. SampleQuery.Names])
            .WithSummary("Infers the fine map of one coarse map.")
            .WithDescription(InferenceDocument.One)
            .Accepts<InferenceRequestBody>(InferenceRequestReader.Json, InferenceRequestReader.Npy, InferenceRequestReader.Raw)
            .Produces<MapResponse>(
                StatusCodes.Status200OK,
                ResponseFormat.All[0].MediaType,
                [.. ResponseFormat.All.Skip(1).Select(format => format.MediaType)])
            .WithMetadata(InferenceDocument.Problems);
        routes.MapPost("/models/{model}/infer/batch", InferBatchAsync)
            .RequireCapacity()
            .WithQuery(InferenceQuery.Names)
            .WithSummary("Infers the fine maps of several coarse maps.")
            .Accepts<BatchBody>(InferenceRequestReader.Json)
            .Produces<BatchResponse>()
            .WithMetadata(InferenceDocument.Problems);
    }

    private static async Task InferAsync(string model, HttpContext http, ModelRegistry registry, InferenceEngine engine)
    {
        var (format, query) = (FormatChoice.Of(http.Request, ResponseFormat.All), InferenceQuery.Of(http.Request));
        using var lease = await registry.LeaseAsync(model, query.Version, http.RequestAborted);
        var request = await InferenceRequestReader.ReadAsync(http, lease.Model);
        InferenceQuery.CheckModel(query.Answer, lease.Model);
        format.Check(lease.Model, request, query.Answer);
        var answer = await engine.InferAsync(lease.Model, request.Sample, http.RequestAborted);
        await ResponseWriter.WriteAsync(http, InferenceResponse.Create(lease.Model, request, answer, query.Answer), format);
    }

    private static async Task InferBatchAsync(string model, HttpContext http, ModelRegistry registry, InferenceEngine engine)
    {
        var query = InferenceQuery.Of(http.Request);
        using var lease = await registry.LeaseAsync(model, query.Version, http.RequestAborted);
        var body = await InferenceRequestReader.ReadJsonAsync<BatchBody>(http);
        if (body.Samples.Count is < 1 or > MaxSamples || body.Samples.Contains(null!))
        {
            throw new BadInputException(
                "samples", $"has {body.Samples.Count} entries, or null among them; 1 to {MaxSamples} samples are expected");
        }

        InferenceQuery.CheckModel(query.Answer, lease.Model, body.Samples.Count);
        var requests = body.Samples.Select((sample, index) => InferenceRequest.Of(sample, $"samples[{index}].")).ToList();

        var answers = await engine.InferAsync(lease.Model, [.. requests.Select(request => request.Sample)], http.RequestAborted);
        await ResponseWriter.WriteAsync(
            http,
            [
                .. requests.Zip(answers).Select((pair, place) =>
                    InferenceResponse.Create(lease.Model, pair.First, pair.Second, query.Answer, place)),
            ]);
    }
}
