using System.Globalization;
using FineFlow.AspNetCore.Admission;
using FineFlow.AspNetCore.Demo;
using FineFlow.AspNetCore.Fresh;
using FineFlow.AspNetCore.Services;
using FineFlow.AspNetCore.Settings;
using FineFlow.Core;
using FineFlow.Engine.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>The server: an engine, a listener for callers and one for the operator.</summary>
public sealed partial class FlowServer : IAsyncDisposable
{
    private readonly ServerServices _services;
    private readonly Listener _callers, _operators;
    private readonly WebApplication _public, _admin;

    private DemoReplay? _replay;
    private FreshHistories? _histories;

    private FlowServer(ServerOptions options, Listener callers, Listener operators, ApiKeys? keys, Action<ILoggingBuilder> logging)
    {
        var services = new ServerServices(options);
        (_callers, _operators, _services) = (callers, operators, services);
        _public = PublicApp.Build(options, callers, keys, services, logging);
        _admin = AdminApp.Build(options, operators, keys, services, logging);
    }

    /// <summary>Where callers are served.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Where the operator is served.</summary>
    public Uri AdminUrl { get; private set; } = null!;

    /// <summary>The models that are served.</summary>
    internal ModelRegistry Registry => _services.Registry;

    /// <summary>Loads everything and starts to listen.</summary>
    /// <param name="options">How the server runs.</param>
    /// <param name="logging">Configures where the log goes.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="BadInputException">
    /// A setting, the models or a dataset cannot be used, or an address cannot be listened on.
    /// </exception>
    public static async Task<FlowServer> StartAsync(
        ServerOptions options, Action<ILoggingBuilder> logging, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logging);

        // Messages and numbers do not follow the culture of the program that the server runs in.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        options.Check();
        var keys = options.ApiKeyFile is { } file ? ApiKeys.Read(file) : null;
        var (callers, operators) = Listener.Of(options);
        var server = new FlowServer(options, callers, operators, keys, logging);
        try
        {
            callers.Bind();
            operators.Bind();
            await server.ListenAsync(options, cancellationToken);
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
        _services.MarkStopping();
        if (Interlocked.Exchange(ref _replay, null) is { } replay)
        {
            await replay.DisposeAsync();
        }

        if (Interlocked.Exchange(ref _histories, null) is { } histories)
        {
            await histories.DisposeAsync();
        }

        await _public.StopAsync();
        await _admin.StopAsync();
        await _public.DisposeAsync();
        await _admin.DisposeAsync();
        _callers.Dispose();
        _operators.Dispose();
        _services.Dispose();
    }

    private async Task ListenAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        var logger = _public.Services.GetRequiredService<ILogger<FlowServer>>();

        // The operator is served first: the server is alive, but not ready, while models are loaded.
        AdminUrl = await _admin.ListenAsync(_operators, cancellationToken);
        foreach (var refusal in await _services.LoadModelsAsync(cancellationToken))
        {
            LogRefused(logger, refusal.Message);
        }

        var histories = FreshHistories.Of(options, Registry, logger);
        Url = await _public.ListenAsync(_callers, cancellationToken);
        _services.MarkReady();
        _histories = histories;
        _histories.Start();
        if (options.Demo)
        {
            _replay = new DemoReplay(_services, logger);
            _replay.Start();
        }

        LogStarted(logger, Url, AdminUrl, string.Join(", ", Registry.Models.Select(model => $"{model.Key} {model.Value.Stable.Version}")));
    }

    [LoggerMessage(LogLevel.Error, "Bundle refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "Serving {Url}, management {AdminUrl}, models {Models}")]
    private static partial void LogStarted(ILogger logger, Uri url, Uri adminUrl, string models);
}
