using FineFlow.AspNetCore.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FineFlow.AspNetCore.Management;

/// <summary>live: the process answers. ready: it takes work.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/live", () => new { Live = true });
        routes.MapGet("/ready", (ServerServices services) =>
            Results.Json(
                new { Ready = services.IsReady },
                statusCode: services.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable));
    }
}
