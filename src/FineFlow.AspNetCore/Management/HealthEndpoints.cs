using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Json;
using FineFlow.AspNetCore.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.AspNetCore.Management;

/// <summary>/health/live: the process answers. /health/ready: it takes work.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithQuery().WithoutKey();
        health.MapGet("/live", () => new { Live = true }).WithSummary("Whether the process answers.");
        health.MapGet("/ready", (ServerServices services) => Results.Json(
                new { Ready = services.IsReady },
                ApiJson.Options,
                statusCode: services.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable))
            .WithSummary("Whether work is taken.");
    }
}
