using System.Diagnostics;

namespace FineFlow.Ingest;

/// <summary>Counts the bytes of one piece of work and reports them.</summary>
/// <param name="progress">Receives the reports, if not null.</param>
/// <param name="what">What is being read or fetched.</param>
/// <param name="before">Bytes that were there before.</param>
/// <param name="total">Bytes in all, if known.</param>
internal sealed class TransferMeter(IProgress<Transfer>? progress, string what, long before, long? total)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _added;

    public void Add(long bytes)
    {
        _added += bytes;
        progress?.Report(new(what, before + _added, total, _added / Math.Max(_clock.Elapsed.TotalSeconds, 1e-3)));
    }
}
