using FineFlow.AspNetCore;
using FineFlow.AspNetCore.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace FineFlow.Host;

/// <summary>What callers reach: the API and the dashboard.</summary>
internal static class PublicApp
{
    public static WebApplication Build(ServeOptions options, Listener listener, Action<ILoggingBuilder> logging)
    {
        var builder = WebApp.CreateBuilder(options, listener, logging);
        builder.Services.AddFineFlow(own => Set(own, options));

        var app = builder.Build();
        ReverseProxies.Use(app, options.Proxies);
        app.DescribeFailures();
        app.MapFineFlow();
        app.MapFineFlowDashboard();
        return app;
    }

    private static void Set(FineFlowOptions own, FineFlowOptions options)
    {
        foreach (var property in typeof(FineFlowOptions).GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(own, property.GetValue(options));
        }
    }
}
