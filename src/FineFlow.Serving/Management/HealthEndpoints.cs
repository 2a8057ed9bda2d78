using FineFlow.Serving.Hosting;
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
        routes.MapGet("/ready", (Rooms rooms) =>
            Results.Json(new { Ready = rooms.AreReady }, statusCode: rooms.AreReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable));
    }
}
