using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Requests;
using FineFlow.Engine.Registry;
using FineFlow.Torch.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.AspNetCore.Api;

/// <summary>GET /v1/models and below.</summary>
internal static class ModelEndpoints
{
    private const string OnnxType = "application/octet-stream", ProblemType = "application/problem+json";

    // A file is as large as its model: many at once would take the memory.
    private static readonly SemaphoreSlim Export = new(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/models", (ModelRegistry registry) => new ModelsResponse([.. registry.Models.Values.Select(ModelCardResponse.Of)]))
            .WithSummary("The models that are served.");
        routes.MapGet("/models/{model}", (string model, ModelRegistry registry) => ModelCardResponse.Of(registry.State(model)))
            .WithSummary("One model.")
            .Produces<ModelCardResponse>()
            .Produces<Problem>(StatusCodes.Status404NotFound, ProblemType);
    }

    /// <summary>GET /v1/models/{model}/onnx.</summary>
    public static void MapOnnx(IEndpointRouteBuilder routes) =>
        routes.MapGet("/models/{model}/onnx", SendOnnxAsync)
            .WithQuery(InferenceQuery.VersionNames)
            .WithSummary("The model as an ONNX file, which runs elsewhere: in a browser, or in any ONNX runtime.")
            .Produces(StatusCodes.Status200OK, contentType: OnnxType)
            .Produces<Problem>(StatusCodes.Status404NotFound, ProblemType)
            .Produces<Problem>(StatusCodes.Status422UnprocessableEntity, ProblemType);

    private static async Task<IResult> SendOnnxAsync(string model, HttpContext http, ModelRegistry registry)
    {
        using var lease = await registry.LeaseAsync(model, InferenceQuery.Of(http.Request).Version, http.RequestAborted);
        await Export.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        try
        {
            var file = await ShortLivedThread.RunAsync(lease.Model.Export).ConfigureAwait(false);
            return Results.Bytes(file, OnnxType, $"{model}.onnx");
        }
        finally
        {
            Export.Release();
        }
    }
}
