using FineFlow.AspNetCore;
using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Hosting;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FineFlow.Host;

/// <summary>What callers reach: the API and the dashboard.</summary>
internal static class PublicApp
{
    public static WebApplication Build(ServeOptions options, Listeners listeners, Action<ILoggingBuilder> logging)
    {
        var builder = WebApp.CreateBuilder(options, listeners, logging);
        builder.Services.AddFineFlow(own => Set(own, options));
        builder.Services.AddGrpcHealthChecks().AddFineFlow();
        builder.Services.AddGrpcReflection();

        var app = builder.Build();
        ReverseProxies.Use(app, options.Proxies);
        app.DescribeFailures();
        app.MapFineFlow();
        app.MapFineFlowGrpc();
        MapGrpcExtras(app);
        app.MapFineFlowDashboard();
        return app;
    }

    /// <summary>What gRPC programs expect beside a service: its health, which needs no key, and a description of itself.</summary>
    private static void MapGrpcExtras(WebApplication app)
    {
        var routes = app.MapGroup("").WithMetadata(new GrpcStyle());
        routes.MapGrpcHealthChecksService().WithoutKey().DisableRequestTimeout(); // its watchers stay
        routes.MapGrpcReflectionService();
        routes.GuardForCallers(app);
    }

    private static void Set(FineFlowOptions own, FineFlowOptions options)
    {
        foreach (var property in typeof(FineFlowOptions).GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(own, property.GetValue(options));
        }
    }
}
