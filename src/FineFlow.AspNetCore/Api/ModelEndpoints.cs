using FineFlow.AspNetCore.Problems;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.AspNetCore.Api;

/// <summary>GET /v1/models and /v1/models/{model}.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/models", (ModelRegistry registry) => new ModelsResponse([.. registry.Models.Values.Select(ModelCardResponse.Of)]))
            .WithSummary("The models that are served.");
        routes.MapGet("/models/{model}", (string model, ModelRegistry registry) => ModelCardResponse.Of(registry.State(model)))
            .WithSummary("One model.")
            .Produces<ModelCardResponse>()
            .Produces<Problem>(StatusCodes.Status404NotFound, "application/problem+json");
    }
}
