using FineFlow.AspNetCore;
using FineFlow.AspNetCore.Grpc;
using FineFlow.AspNetCore.Hosting;
using FineFlow.AspNetCore.Services;
using FineFlow.AspNetCore.Settings;
using FineFlow.Engine.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace FineFlow.Host;

/// <summary>What the operator reaches, on a listener of its own: models, metrics, health.</summary>
internal static class AdminApp
{
    public static WebApplication Build(ServeOptions options, Listeners listeners, ServerServices services, Action<ILoggingBuilder> logging)
    {
        var builder = WebApp.CreateBuilder(options, listeners, logging);
        services.ShareWith(builder.Services);
        GrpcRegistration.AddTo(builder.Services);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("fineflow", serviceVersion: ServerVersion.Text))
            .WithMetrics(metrics => metrics
            .AddMeter(EngineMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddPrometheusExporter());
        if (listeners.AreLoopback)
        {
            // A page in the operator's browser could otherwise reach this under a name of its own that leads to 127.0.0.1.
            builder.Services.AddHostFiltering(filter => filter.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        }

        var app = builder.Build();
        if (listeners.AreLoopback)
        {
            app.UseHostFiltering();
        }

        app.DescribeFailures();
        app.MapFineFlowAdmin();
        FineFlowRoutes.MapAdminGrpc(app);
        app.MapPrometheusScrapingEndpoint("/metrics").GuardForOperator(app);
        return app;
    }
}
