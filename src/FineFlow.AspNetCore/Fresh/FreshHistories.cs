using FineFlow.AspNetCore.Settings;
using FineFlow.Core;
using FineFlow.Engine.Registry;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.Fresh;

/// <summary>Looks at dataset folders that grow, and takes their new slots into the histories of the models that follow them.</summary>
internal sealed partial class FreshHistories : IAsyncDisposable
{
    private readonly IReadOnlyList<(GrowingHistory History, FolderState State)> _followed;
    private readonly TimeSpan _interval;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _looking = Task.CompletedTask;

    private FreshHistories(IReadOnlyList<GrowingHistory> histories, TimeSpan interval, ILogger logger) =>
        (_followed, _interval, _logger) = ([.. histories.Select(history => (history, new FolderState(history.Folder)))], interval, logger);

    /// <summary>Checks what the options say, without refreshing anything yet.</summary>
    /// <exception cref="BadInputException">A model is not served or has no history, or a folder is no dataset.</exception>
    public static FreshHistories Of(FineFlowOptions options, ModelRegistry registry, ILogger logger) =>
        new([.. options.Refreshed.Select(pair => Follow(registry, pair))], options.RefreshInterval, logger);

    public void Start() => _looking = _followed.Count > 0 ? LookAsync(_stop.Token) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private static GrowingHistory Follow(ModelRegistry registry, string pair)
    {
        var divider = pair.IndexOf('=', StringComparison.Ordinal);
        try
        {
            return new(registry, pair[..divider], pair[(divider + 1)..]);
        }
        catch (UnknownModelException unknown)
        {
            throw new BadInputException("refreshed", unknown.Message) { Setting = nameof(FineFlowOptions.Refreshed) };
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(_interval);
            do
            {
                foreach (var (history, state) in _followed)
                {
                    if (state.HasChanged())
                    {
                        await RefreshAsync(history, cancellationToken);
                    }
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception failure)
        {
            LogEnd(_logger, failure);
        }
    }

    /// <summary>A dataset that cannot be read may be half-written: it is tried again when it has changed.</summary>
    private async Task RefreshAsync(GrowingHistory history, CancellationToken cancellationToken)
    {
        try
        {
            if (await history.RefreshAsync(cancellationToken) is { } done)
            {
                LogRefreshed(_logger, history.Model, done.Version, done.Refresh.Slots, done.Refresh.SlotsBefore, history.Folder);
                foreach (var warning in done.Refresh.Warnings)
                {
                    LogWarning(_logger, history.Folder, warning);
                }
            }
        }
        catch (BadInputException refusal)
        {
            LogRefused(_logger, history.Model, refusal.Message);
        }
    }

    [LoggerMessage(
        LogLevel.Information, "Model {Model} serves version {Version}, with a history of {Slots} slots ({Before} before) from {Folder}")]
    private static partial void LogRefreshed(ILogger logger, string model, string version, int slots, int before, string folder);

    [LoggerMessage(LogLevel.Warning, "{Folder}: {Warning}")]
    private static partial void LogWarning(ILogger logger, string folder, string warning);

    [LoggerMessage(LogLevel.Error, "Model {Model} was not refreshed: {Reason}")]
    private static partial void LogRefused(ILogger logger, string model, string reason);

    [LoggerMessage(LogLevel.Error, "No history is refreshed any more")]
    private static partial void LogEnd(ILogger logger, Exception failure);
}
