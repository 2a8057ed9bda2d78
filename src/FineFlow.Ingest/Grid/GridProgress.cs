namespace FineFlow.Ingest.Grid;

/// <summary>How far the counting is.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Share">Share of the work that is done, 0 .. 1.</param>
/// <param name="Elapsed">Time since the start.</param>
public sealed record GridProgress(long Rows, double Share, TimeSpan Elapsed)
{
    /// <summary>Rows a second.</summary>
    public double RowsPerSecond => Elapsed > TimeSpan.Zero ? Rows / Elapsed.TotalSeconds : 0;

    /// <summary>Seconds left at the pace so far; null before there is one.</summary>
    public double? SecondsLeft => Share > 0 ? Elapsed.TotalSeconds * (1 - Share) / Share : null;
}
