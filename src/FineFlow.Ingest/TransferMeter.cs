using System.Diagnostics;

namespace FineFlow.Ingest;

/// <summary>Counts and reports the bytes of a transfer.</summary>
/// <param name="progress">Receives the reports; null for none.</param>
/// <param name="what">Name of the file that is read or fetched.</param>
/// <param name="before">Bytes of earlier attempts.</param>
/// <param name="total">All bytes; null where unknown.</param>
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
