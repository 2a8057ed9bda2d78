using System.Net.Sockets;
using FineFlow.AspNetCore.Problems;
using FineFlow.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FineFlow.Host;

/// <summary>What the callers' and the operator's listener have in common.</summary>
internal static class WebApp
{
    /// <summary>A builder with nothing that is not asked for: the options are read from files and the environment already.</summary>
    public static WebApplicationBuilder CreateBuilder(ServeOptions options, Listeners listeners, Action<ILoggingBuilder> logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        listeners.Apply(builder.WebHost);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = options.Connections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);

            // A client that vanishes without a word frees what its calls hold: it is asked whether it is still there.
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        });
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain);
        logging(builder.Logging);

        // Calls that are refused are no business of the log's, as requests are not.
        builder.Logging.AddFilter("Grpc", LogLevel.Warning);

        // A start that fails is told by the program, in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        return builder;
    }

    /// <summary>Answers requests that no route takes as FineFlow's routes answer failures: nothing else is served here.</summary>
    public static void DescribeFailures(this WebApplication app) => app.UseStatusCodePages(ProblemMiddleware.WriteStatusAsync);

    /// <summary>Starts listening.</summary>
    /// <exception cref="BadInputException">The address cannot be listened on, or nothing can be served there.</exception>
    public static async Task ListenAsync(this WebApplication app, Listener listener, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            throw listener.Refusal(failure.Message, failure);
        }
    }

    /// <summary>Signals are the program's business: it stops two listeners and an engine, in order.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
