namespace FineFlow.Ingest.Grid;

/// <summary>What became of the rows in each channel: all rows are in each of them, once.</summary>
internal sealed class Tally(int channels)
{
    private static readonly int Reasons = Enum.GetValues<DropReason>().Length;
    private readonly long[] _counts = new long[channels * Reasons];

    public int Channels => channels;

    /// <summary>Rows of a channel with one fate; <see cref="DropReason.None"/> for those that count.</summary>
    public long this[int channel, DropReason reason] => _counts[channel * Reasons + (int)reason];

    public void Add(int channel, DropReason reason, long rows = 1) => _counts[channel * Reasons + (int)reason] += rows;

    public void AddToAll(DropReason reason, long rows = 1)
    {
        for (var channel = 0; channel < channels; channel++)
        {
            Add(channel, reason, rows);
        }
    }

    /// <summary>Rows that are no use in any grid, in the channel that has most of them: of trips, one end may be known where the other is not.</summary>
    public long Bad => Enumerable.Range(0, channels).Max(BadIn);

    /// <summary>All rows.</summary>
    public long Rows => _counts.AsSpan(0, Reasons).ToArray().Sum();

    private long BadIn(int channel)
    {
        var bad = 0L;
        for (var reason = DropReason.Malformed; reason <= DropReason.Future; reason++)
        {
            bad += this[channel, reason];
        }

        return bad;
    }
}
