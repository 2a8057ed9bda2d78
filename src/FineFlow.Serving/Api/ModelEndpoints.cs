using FineFlow.Serving.Problems;
using FineFlow.Serving.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.Serving.Api;

/// <summary>GET /v1/models and /v1/models/{model}.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/models", (ModelRegistry registry) => new ModelsAnswer([.. registry.Models.Values.Select(ModelCardAnswer.Of)]))
            .WithSummary("The models that are served.");
        routes.MapGet("/models/{model}", (string model, ModelRegistry registry) => ModelCardAnswer.Of(registry.State(model)))
            .WithSummary("One model.")
            .Produces<ModelCardAnswer>()
            .Produces<Problem>(StatusCodes.Status404NotFound, "application/problem+json");
    }
}
