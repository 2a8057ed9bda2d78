using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Api;
using FineFlow.AspNetCore.OpenInference;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Services;
using FineFlow.AspNetCore.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>What callers reach: the API and the dashboard.</summary>
internal static class PublicApp
{
    public static WebApplication Build(
        ServerOptions options, Listener listener, ApiKeys? keys, ServerServices services, Action<ILoggingBuilder> logging)
    {
        var builder = WebApp.CreateBuilder(options, listener, logging);
        builder.Services.AddOpenApi("v1", OpenApiStyle.Configure);
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = Timeout(TimeSpan.FromSeconds(options.TimeoutSeconds)));
        builder.Services.AddRateLimiter(limiter => RateLimit.Configure(limiter, options.Rate));
        services.Register(builder.Services);

        var app = builder.Build();
        app.UseBasics();
        ReverseProxies.Use(app, options.Proxies);
        app.UseRequestTimeouts();
        app.UseProblemsAndKeys(keys);
        app.UseRateLimiter();
        app.UseMiddleware<QueryMiddleware>();
        app.UseMiddleware<AdmissionMiddleware>();
        Dashboard.Map(app, options.TileUrl);
        app.MapOpenApi();
        var routes = app.MapGroup("/v1").WithQuery();
        ModelEndpoints.Map(routes);
        InferEndpoints.Map(routes);
        StreamEndpoint.Map(routes);
        DatasetEndpoints.Map(routes);
        LiveEndpoints.Map(routes);
        OpenInferenceEndpoints.Map(app);
        routes.MapGet("/settings", () => new SettingsResponse(options.TileUrl, options.TileAttribution, options.Demo, ServerVersion.Text))
            .WithSummary("What the dashboard needs to know of the server.");
        return app;
    }

    private static RequestTimeoutPolicy Timeout(TimeSpan limit) => new()
    {
        Timeout = limit,
        TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
        WriteTimeoutResponse = http => ProblemMiddleware.WriteAsync(
            http, new Problem(
                StatusCodes.Status503ServiceUnavailable,
                $"was not done within {limit.TotalSeconds:0.###} s")
            { RetryAfter = TimeSpan.FromSeconds(1) }),
    };
}
