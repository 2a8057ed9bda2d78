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

    /// <summary>Adds a row that is no use in any grid.</summary>
    public void AddBad(RowProblems problems)
    {
        Bad++;
        Add(0, problems.Start);
        if (channels > 1)
        {
            Add(1, problems.End);
        }
    }

    /// <summary>Adds records that are no rows.</summary>
    public void AddMalformed(long rows)
    {
        Bad += rows;
        AddToAll(DropReason.Malformed, rows);
    }

    /// <summary>Rows that are no use in any grid.</summary>
    public long Bad { get; private set; }

    /// <summary>Rows that are no use in a channel: the bad ones, and trips whose other end alone is known.</summary>
    public long BadIn(int channel)
    {
        var bad = 0L;
        for (var reason = DropReason.Malformed; reason <= DropReason.Future; reason++)
        {
            bad += this[channel, reason];
        }

        return bad;
    }

    /// <summary>All rows.</summary>
    public long Rows => _counts.AsSpan(0, Reasons).ToArray().Sum();
}
