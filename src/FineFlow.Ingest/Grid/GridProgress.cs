namespace FineFlow.Ingest.Grid;

/// <summary>Progress of counting.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Share">Finished share of the work, 0 to 1.</param>
/// <param name="Elapsed">Time since the start.</param>
public sealed record GridProgress(long Rows, double Share, TimeSpan Elapsed)
{
    /// <summary>Rows per second.</summary>
    public double RowsPerSecond => Elapsed > TimeSpan.Zero ? Rows / Elapsed.TotalSeconds : 0;

    /// <summary>Seconds left at the speed so far; null at the beginning.</summary>
    public double? SecondsLeft => Share > 0 ? Elapsed.TotalSeconds * (1 - Share) / Share : null;
}
