using FineFlow.AspNetCore.Services;
using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using FineFlow.Torch.Models;
using Microsoft.Extensions.Logging;

namespace FineFlow.AspNetCore.Demo;

/// <summary>Plays the demo's city as if it happened now: a frame every two seconds, round and round.</summary>
internal sealed partial class DemoReplay(ServerServices services, ILogger logger) : IAsyncDisposable
{
    private const string Preferred = ModelCatalog.Recommended;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private Task _playing = Task.CompletedTask;

    public void Start() => _playing = PlayAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _playing;
        _stop.Dispose();
    }

    private async Task PlayAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval);
            for (var frame = 0; await timer.WaitForNextTickAsync(cancellationToken); frame++)
            {
                await ShowAsync(frame, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception failure)
        {
            LogEnd(logger, failure);
        }
    }

    private async Task ShowAsync(int turn, CancellationToken cancellationToken)
    {
        var data = services.Datasets.All.First();
        var frame = turn % data.Split.Samples;
        var model = services.Registry.Models.ContainsKey(Preferred) ? Preferred : services.Registry.Models.Keys.First();
        using var lease = await services.Registry.LeaseAsync(model, new VersionChoice(), cancellationToken);
        try
        {
            var answers = await services.Frames.GetAsync(lease.Model, data, frame, 1, cancellationToken);
            services.Live.Add(lease.Model, data.TimeOf(frame), data.Split.External?.Slice(frame, 1), answers[0]);
        }
        catch (RefusedException)
        {
            // Callers go first; the next frame comes in two seconds.
        }
    }

    [LoggerMessage(LogLevel.Error, "The demo plays no more frames")]
    private static partial void LogEnd(ILogger logger, Exception failure);
}
