using FineFlow.Core;
using FineFlow.Ingest.Archives;

namespace FineFlow.Ingest.TaxiBj;

/// <summary>Size limits for archives of TaxiBJ: all samples as float64, with headers and a readme.</summary>
internal static class TaxiBjLimits
{
    private const int LongestTask = 4244;
    private const int AllTasks = 3060 + 3559 + 3792 + 4244;
    private const long FineBytes = (long)TaxiBjTask.FineSize * TaxiBjTask.FineSize * sizeof(double);
    private const long SampleBytes =
        FineBytes + ((long)TaxiBjTask.CoarseSize * TaxiBjTask.CoarseSize + TaxiBjColumns.Count) * sizeof(double);

    private const long Room = 1 << 20;

    // Counts with many zeros as float64 shrink about 30-fold; only zip bombs shrink 300-fold.
    private const int Ratio = 300;

    public static ArchiveLimits Archive { get; } = new(LongestTask * FineBytes + Room, AllTasks * SampleBytes + Room, Ratio);
}
