using FineFlow.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;

namespace FineFlow.AspNetCore.Admission;

/// <summary>Lets callers with a key through. Health checks and the dashboard's own files tell nothing and need none.</summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys)
{
    private static readonly PathString[] Closed = ["/v1", "/v2", "/admin", "/metrics", "/openapi"];
    private static readonly PathString Health = "/v2/health";

    public Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path;
        if (path.StartsWithSegments(Health) || !Array.Exists(Closed, closed => path.StartsWithSegments(closed)) || keys.Admit(http.Request))
        {
            return next(http);
        }

        http.Response.Headers.WWWAuthenticate = "Bearer";
        return ProblemMiddleware.WriteAsync(
            http, new Problem(StatusCodes.Status401Unauthorized, "an API key is expected: Authorization: Bearer KEY", "Authorization"));
    }
}
