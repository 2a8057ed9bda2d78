using FineFlow.Serving.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.Serving.Management;

/// <summary>live: the process answers. ready: it takes work.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/live", () => new { Live = true });
        routes.MapGet("/ready", (InferenceEngine engine) =>
            Results.Json(new { Ready = engine.IsOpen }, statusCode: engine.IsOpen ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable));
    }
}
