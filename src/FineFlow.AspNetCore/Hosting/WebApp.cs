using System.Globalization;
using System.Net.Sockets;
using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Json;
using FineFlow.AspNetCore.Problems;
using FineFlow.AspNetCore.Settings;
using FineFlow.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>What the callers' and the operator's listener have in common.</summary>
internal static class WebApp
{
    /// <summary>A builder with nothing that is not asked for: no configuration from files or the environment around.</summary>
    public static WebApplicationBuilder CreateBuilder(ServerOptions options, Listener listener, Action<ILoggingBuilder> logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        listener.Apply(builder.WebHost);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Limits.MaxConcurrentConnections = options.Connections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddRouting();
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain);
        builder.Services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        logging(builder.Logging);
        return builder;
    }

    /// <summary>Goes first: what holds for every request.</summary>
    public static void UseBasics(this WebApplication app) => app.Use((http, next) =>
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        // What comes in as JSON also goes out as nothing else, whatever a browser would make of it.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return next(http);
    });

    /// <summary>Turns errors into problems, and asks for keys where there are some.</summary>
    public static void UseProblemsAndKeys(this WebApplication app, ApiKeys? keys)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseStatusCodePages(context => ProblemMiddleware.WriteAsync(
            context.HttpContext, new Problem(context.HttpContext.Response.StatusCode, Hint(context.HttpContext))));
        if (keys is not null)
        {
            app.UseMiddleware<ApiKeyMiddleware>(keys);
        }
    }

    /// <summary>Starts listening.</summary>
    /// <returns>The address, with the port that the system chose where it was to choose one.</returns>
    /// <exception cref="BadInputException">The address cannot be listened on.</exception>
    public static async Task<Uri> ListenAsync(this WebApplication app, Listener listener, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            throw listener.Refusal(failure.Message, failure);
        }

        return new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    private static string Hint(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"there is nothing at {http.Request.Path}",
        StatusCodes.Status415UnsupportedMediaType => $"Content-Type '{http.Request.ContentType}' is not expected at {http.Request.Path}",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Method} is not expected at {http.Request.Path}",
        var status => ReasonPhrases.GetReasonPhrase(status),
    };

    /// <summary>Signals are the program's business: it stops two listeners and an engine, in order.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
