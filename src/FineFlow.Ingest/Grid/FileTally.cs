using FineFlow.Core;

namespace FineFlow.Ingest.Grid;

/// <summary>The rows of each file, and how many of them are no use in any grid.</summary>
internal sealed class FileTally(IReadOnlyList<string> files)
{
    private readonly long[] _rows = new long[files.Count];
    private readonly long[] _bad = new long[files.Count];

    /// <summary>The files with bad rows.</summary>
    public IEnumerable<string> WithBadRows => files.Where((_, file) => _bad[file] > 0);

    public void Add(int file, DropReason problem)
    {
        _rows[file]++;
        _bad[file] += problem is >= DropReason.Malformed and <= DropReason.Future ? 1 : 0;
    }

    public void AddMalformed(string file, long rows)
    {
        var index = files.Index().First(one => one.Item == file).Index;
        _rows[index] += rows;
        _bad[index] += rows;
    }

    /// <summary>Refuses a file too many of whose rows are bad.</summary>
    /// <param name="share">The share that is allowed.</param>
    /// <param name="first">Finds the first bad row of a file.</param>
    /// <exception cref="BadInputException">There is such a file.</exception>
    public void Check(double share, Func<string, BadRow?> first)
    {
        foreach (var (index, file) in files.Index())
        {
            if (_bad[index] > share * _rows[index])
            {
                var example = first(file) is { } row ? $"; the first is {row}: {row.Problem.Words()} ({row.Text})" : "";
                throw new BadInputException(
                    file, $"{_bad[index]} of {_rows[index]} rows are bad, more than the share of {share:0.###} that is allowed{example}");
            }
        }
    }
}
