using System.Globalization;
using FineFlow.AspNetCore.Services;
using FineFlow.Core;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FineFlow.Host;

/// <summary>What <c>fineflow serve</c> runs: an app for callers, and one for the operator that shares its models.</summary>
internal sealed partial class FlowServer : IAsyncDisposable
{
    private readonly ServerServices _services;
    private readonly WebApplication _public, _admin;
    private readonly ServeOptions _options;
    private readonly List<MqttFeed> _feeds = [];

    private FlowServer(ServeOptions options, Listeners callers, Listeners operators, Action<ILoggingBuilder> logging)
    {
        (_options, Callers, Operators) = (options, callers, operators);
        _public = PublicApp.Build(options, callers, logging);
        _services = _public.Services.GetRequiredService<ServerServices>();
        _admin = AdminApp.Build(options, operators, _services, logging);
    }

    /// <summary>Where callers are served.</summary>
    public Listeners Callers { get; }

    /// <summary>Where the operator is served.</summary>
    public Listeners Operators { get; }

    /// <summary>The models that are served.</summary>
    public ModelRegistry Registry => _services.Registry;

    /// <summary>Loads everything and starts to listen.</summary>
    /// <param name="options">How the server runs.</param>
    /// <param name="logging">Configures where the log goes.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="BadInputException">
    /// A setting, the models or a dataset cannot be used, or an address cannot be listened on.
    /// </exception>
    public static async Task<FlowServer> StartAsync(
        ServeOptions options, Action<ILoggingBuilder> logging, CancellationToken cancellationToken = default)
    {
        // Messages and numbers do not follow the culture of the program that the server runs in.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        options.Check();
        var (callers, operators) = Listeners.Of(options);
        FlowServer? server = null;
        try
        {
            callers.Bind();
            operators.Bind();
            server = new FlowServer(options, callers, operators, logging);
            await server.ListenAsync(cancellationToken);
            return server;
        }
        catch
        {
            await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
            callers.Dispose();
            operators.Dispose();
            throw;
        }
    }

    /// <summary>Takes no new requests, answers those that are here, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var feed in _feeds)
        {
            await feed.DisposeAsync();
        }

        await _public.StopAsync();
        await _admin.StopAsync();
        await _admin.DisposeAsync();
        await _public.DisposeAsync();
        Callers.Dispose();
        Operators.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        // The operator is served first: the server is alive, but not ready, while models are loaded.
        await _admin.ListenAsync(Operators.Http, cancellationToken);
        await _public.ListenAsync(Callers.Http, cancellationToken);
        Follow();
        LogStarted(
            _public.Services.GetRequiredService<ILogger<FlowServer>>(),
            Callers,
            Operators,
            string.Join(", ", Registry.Models.Select(model => $"{model.Key} {model.Value.Stable.Version}")));
    }

    private void Follow()
    {
        var logger = _public.Services.GetRequiredService<ILogger<MqttFeed>>();
        foreach (var address in _options.Mqtt.Select(MqttAddress.Parse))
        {
            _feeds.Add(new(address, _services.Counts, logger));
        }
    }

    [LoggerMessage(LogLevel.Information, "Serving {Callers}, management {Operators}, models {Models}")]
    private static partial void LogStarted(ILogger logger, Listeners callers, Listeners operators, string models);
}
