using FineFlow.Engine.Inference;
using FineFlow.Engine.Registry;
using FineFlow.Server.Services;
using Microsoft.Extensions.Logging;

namespace FineFlow.Server.Demo;

/// <summary>Plays the demo's city as if it happened now: a frame every two seconds, round and round.</summary>
internal sealed partial class DemoReplay(ServerServices rooms, ILogger logger) : IAsyncDisposable
{
    private const string Preferred = "plgf";
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

    private async Task PlayAsync(CancellationToken stop)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval);
            for (var frame = 0; await timer.WaitForNextTickAsync(stop); frame++)
            {
                await ShowAsync(frame, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception failure)
        {
            LogEnd(logger, failure);
        }
    }

    private async Task ShowAsync(int turn, CancellationToken stop)
    {
        var data = rooms.Shelf.All.First();
        var frame = turn % data.Split.Samples;
        var model = rooms.Registry.Models.ContainsKey(Preferred) ? Preferred : rooms.Registry.Models.Keys.First();
        using var lease = rooms.Registry.Lease(model, new VersionChoice());
        try
        {
            var answers = await rooms.Frames.GetAsync(lease.Model, data, frame, 1, stop);
            rooms.Live.Add(lease.Model, data.TimeOf(frame), data.Split.External?.Slice(frame, 1), answers[0]);
        }
        catch (RefusedException)
        {
            // Callers go first; the next frame comes in two seconds.
        }
    }

    [LoggerMessage(LogLevel.Error, "The demo plays no more frames")]
    private static partial void LogEnd(ILogger logger, Exception failure);
}
