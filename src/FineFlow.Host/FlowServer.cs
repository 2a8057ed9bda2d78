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
    private readonly Listener _callers, _operators;
    private readonly WebApplication _public, _admin;

    private FlowServer(ServeOptions options, Listener callers, Listener operators, Action<ILoggingBuilder> logging)
    {
        (_callers, _operators) = (callers, operators);
        _public = PublicApp.Build(options, callers, logging);
        _services = _public.Services.GetRequiredService<ServerServices>();
        _admin = AdminApp.Build(options, operators, _services, logging);
    }

    /// <summary>Where callers are served.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Where the operator is served.</summary>
    public Uri AdminUrl { get; private set; } = null!;

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
        var (callers, operators) = Listener.Of(options);
        var server = new FlowServer(options, callers, operators, logging);
        try
        {
            callers.Bind();
            operators.Bind();
            await server.ListenAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes no new requests, answers those that are here, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _public.StopAsync();
        await _admin.StopAsync();
        await _admin.DisposeAsync();
        await _public.DisposeAsync();
        _callers.Dispose();
        _operators.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        // The operator is served first: the server is alive, but not ready, while models are loaded.
        AdminUrl = await _admin.ListenAsync(_operators, cancellationToken);
        Url = await _public.ListenAsync(_callers, cancellationToken);
        LogStarted(
            _public.Services.GetRequiredService<ILogger<FlowServer>>(),
            Url,
            AdminUrl,
            string.Join(", ", Registry.Models.Select(model => $"{model.Key} {model.Value.Stable.Version}")));
    }

    [LoggerMessage(LogLevel.Information, "Serving {Url}, management {AdminUrl}, models {Models}")]
    private static partial void LogStarted(ILogger logger, Uri url, Uri adminUrl, string models);
}
