using FineFlow.AspNetCore.Demo;
using FineFlow.AspNetCore.Fresh;
using FineFlow.AspNetCore.Services;
using FineFlow.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.Hosting;

/// <summary>
/// Loads the models before the app listens, so that one that cannot serve does not start, and says when callers can be sent here.
/// </summary>
internal sealed partial class FineFlowService(ServerServices services, ILogger<FineFlowService> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    private FreshHistories? _histories;
    private DemoReplay? _replay;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="BadInputException">Not one model can be served, or a history that is to grow is none.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var refusal in await services.LoadModelsAsync(cancellationToken))
        {
            LogRefused(refusal.Message);
        }

        _histories = FreshHistories.Of(services.Options, services.Registry, logger);
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        services.MarkReady();
        _histories!.Start();
        if (services.Options.Demo)
        {
            _replay = new DemoReplay(services, logger);
            _replay.Start();
        }

        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        services.MarkStopping();
        await DisposeAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _replay, null) is { } replay)
        {
            await replay.DisposeAsync();
        }

        if (Interlocked.Exchange(ref _histories, null) is { } histories)
        {
            await histories.DisposeAsync();
        }
    }

    [LoggerMessage(LogLevel.Error, "Bundle refused: {Reason}")]
    private partial void LogRefused(string reason);
}
