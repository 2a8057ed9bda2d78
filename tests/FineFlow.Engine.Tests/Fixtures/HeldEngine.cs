using System.Diagnostics.Metrics;
using FineFlow.Engine.Metrics;

namespace FineFlow.Engine.Tests.Fixtures;

/// <summary>
/// Holds an engine up after its next batch, so that what is asked then waits, however fast the machine, until the test lets go: an engine's
/// thread measures a batch before it takes another, and who listens to that measurement decides when it returns.
/// </summary>
internal sealed class HeldEngine : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualResetEventSlim _letGo = new();
    private readonly MeterListener _listener = new();
    private int _waiting;

    public HeldEngine()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineMetrics.MeterName && instrument.Name is "fineflow.batch.duration" or "fineflow.queue.length")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => _letGo.Wait());
        _listener.SetMeasurementEventCallback<int>((_, waiting, _, _) => _waiting = waiting);
        _listener.Start();
    }

    public void LetGo() => _letGo.Set();

    /// <summary>Waits until so many units of work wait.</summary>
    public async Task UntilWaitingAsync(int units)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (_listener.RecordObservableInstruments(); _waiting != units; _listener.RecordObservableInstruments())
        {
            await Task.Delay(5, patience.Token);
        }
    }

    public void Dispose()
    {
        _letGo.Set();
        _listener.Dispose();
    }
}
