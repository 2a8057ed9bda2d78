using System.Diagnostics.Metrics;
using FineFlow.Engine.Metrics;

namespace FineFlow.Engine.Tests.Fixtures;

/// <summary>
/// Holds loads up between reading a bundle and putting it in place: the registry counts a load there, and the listener to that count
/// decides when it returns.
/// </summary>
internal sealed class HeldLoad : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualResetEventSlim _letGo = new();
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MeterListener _listener = new();
    private int _loads;

    public HeldLoad()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineMetrics.MeterName && instrument.Name == "fineflow.model.loads")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            Interlocked.Increment(ref _loads);
            _loaded.TrySetResult();
            _letGo.Wait();
        });
        _listener.Start();
    }

    /// <summary>Loads so far.</summary>
    public int Loads => Volatile.Read(ref _loads);

    /// <summary>Waits until a load is held up.</summary>
    public Task UntilLoadedAsync() => _loaded.Task.WaitAsync(Patience);

    public void LetGo() => _letGo.Set();

    public void Dispose()
    {
        _letGo.Set();
        _listener.Dispose();
    }
}
