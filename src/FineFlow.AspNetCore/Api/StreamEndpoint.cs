using System.Text.Json;
using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Json;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Requests;
using FineFlow.AspNetCore.Responses;
using FineFlow.AspNetCore.Settings;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Predictions;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace FineFlow.AspNetCore.Api;

/// <summary>POST /v1/models/{model}/infer/stream: a sample a line in, an answer a line out, in order, however many there are.</summary>
internal static class StreamEndpoint
{
    public const string MediaType = "application/x-ndjson";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/models/{model}/infer/stream", InferAsync)
            .RequireCapacity()
            .WithQuery(InferenceQuery.Names)
            .WithSummary("Infers a coarse map a line; a bad line is answered with {\"error\": problem}, and the stream goes on.")
            .Accepts<InferenceRequestBody>(MediaType)
            .Produces<MapResponse>(StatusCodes.Status200OK, MediaType)
            .WithMetadata(InferenceDocument.Problems, new PlainBody())
            .DisableRequestTimeout();

    private static async Task InferAsync(
        string model, HttpContext http, ModelRegistry registry, InferenceEngine engine, IOptions<FineFlowOptions> options)
    {
        var query = InferenceQuery.Of(http.Request);
        using var lease = await registry.LeaseAsync(model, query.Version, http.RequestAborted);
        InferenceQuery.CheckModel(query.Answer, lease.Model);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { } whole)
        {
            whole.MaxRequestBodySize = null;
        }

        http.Response.ContentType = MediaType;
        await OrderedAnswers.WriteAsync(
            cancellationToken => Lines.ReadAsync(http.Request.BodyReader, options.Value.MaxBodyBytes, cancellationToken),
            (line, place, cancellationToken) => AnswerAsync(line, place, lease.Model, engine, query.Answer, cancellationToken),
            async (answer, cancellationToken) => await http.Response.Body.WriteAsync(answer, cancellationToken),
            http.RequestAborted);
    }

    private static async Task<byte[]> AnswerAsync(
        byte[] line, int place, ServedModel model, InferenceEngine engine, AnswerOptions options, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        try
        {
            var request = InferenceRequest.Of(InferenceRequestReader.ParseJson<InferenceRequestBody>(line));
            var sample = await engine.WaitAndInferAsync(model, request.Sample, cancellationToken);
            using var json = new Utf8JsonWriter(bytes);
            ResponseJson.Write(json, InferenceResponse.Create(model, request, sample, options, place));
        }
        catch (Exception failure) when (
            failure is not OperationCanceledException
                && Problem.Of(failure) is { Status: < StatusCodes.Status500InternalServerError } problem)
        {
            JsonSerializer.Serialize(bytes, new { Error = problem }, ApiJson.Options);
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }
}
