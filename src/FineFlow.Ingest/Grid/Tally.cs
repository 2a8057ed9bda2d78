namespace FineFlow.Ingest.Grid;

/// <summary>Counts the outcomes of rows by channel. Every row has one outcome in each channel.</summary>
internal sealed class Tally(int channels)
{
    private static readonly int Reasons = Enum.GetValues<DropReason>().Length;
    private readonly long[] _counts = new long[channels * Reasons];

    public int Channels => channels;

    /// <summary>All counts, [channels, reasons].</summary>
    public Span<long> All => _counts;

    /// <summary>Gets the rows of a channel with one outcome; <see cref="DropReason.None"/> for counted ones.</summary>
    public long this[int channel, DropReason reason] => _counts[channel * Reasons + (int)reason];

    public void Add(int channel, DropReason reason, long rows = 1) => _counts[channel * Reasons + (int)reason] += rows;

    public void AddToAll(DropReason reason, long rows = 1)
    {
        for (var channel = 0; channel < channels; channel++)
        {
            Add(channel, reason, rows);
        }
    }

    /// <summary>Adds a row that no grid can use.</summary>
    public void AddBad(RowProblems problems)
    {
        Add(0, problems.Start);
        if (channels > 1)
        {
            Add(1, problems.End);
        }
    }

    /// <summary>Number of all rows.</summary>
    public long Rows => _counts.AsSpan(0, Reasons).ToArray().Sum();
}
