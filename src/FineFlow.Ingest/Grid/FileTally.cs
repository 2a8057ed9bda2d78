using FineFlow.Core;

namespace FineFlow.Ingest.Grid;

/// <summary>Counts the rows of each file, and those that no grid can use.</summary>
internal sealed class FileTally(IReadOnlyList<string> files)
{
    private readonly FileRows[] _files = [.. files.Select(file => new FileRows(file))];

    /// <summary>All files.</summary>
    public IReadOnlyList<FileRows> Files => _files;

    /// <summary>The files with rows that no grid can use.</summary>
    public IEnumerable<string> WithBadRows => _files.Where(file => file.Bad > 0).Select(file => file.Path);

    /// <summary>The files with unread times or times in the future.</summary>
    public IEnumerable<string> WithDoubtfulTimes => _files.Where(file => file.HasDoubtfulTimes).Select(file => file.Path);

    public void Add(int file, RowProblems problems)
    {
        _files[file].Rows++;
        if (problems != default)
        {
            _files[file].Add(problems);
        }
    }

    public void AddMalformed(string path, long rows)
    {
        var file = _files.First(file => file.Path == path);
        file.Rows += rows;
        file.Bad += rows;
        file.BadStarts += rows;
        file.BadEnds += rows;
    }

    /// <summary>Checks the share of bad rows of each file.</summary>
    /// <param name="share">The allowed share.</param>
    /// <param name="first">Finds the first bad row of a file.</param>
    /// <exception cref="BadInputException">A file has a larger share of bad rows.</exception>
    public void Check(double share, Func<string, BadRow?> first)
    {
        if (_files.FirstOrDefault(file => file.Bad > share * file.Rows) is { } file)
        {
            var example = first(file.Path) is { } row ? $"; the first is {row}: {row.Problem.Words()} ({row.Text})" : "";
            throw new BadInputException(
                file.Path, $"{file.Bad} of {file.Rows} rows are bad, more than the share of {share:0.###} that is allowed{example}")
            {
                Setting = nameof(GridOptions.MaxBadShare),
            };
        }
    }
}

/// <summary>The rows of a file.</summary>
/// <param name="path">The file.</param>
internal sealed class FileRows(string path)
{
    public string Path => path;

    public long Rows { get; set; }

    /// <summary>Rows that no grid can use.</summary>
    public long Bad { get; set; }

    /// <summary>Bad rows, and trips of which only the end is known.</summary>
    public long BadStarts { get; set; }

    /// <summary>Bad rows, and trips of which only the start is known.</summary>
    public long BadEnds { get; set; }

    /// <summary>Whether some times could not be read or are in the future.</summary>
    public bool HasDoubtfulTimes { get; private set; }

    public void Add(RowProblems problems)
    {
        Bad += problems.Row == DropReason.None ? 0 : 1;
        BadStarts += problems.Start == DropReason.None ? 0 : 1;
        BadEnds += problems.End == DropReason.None ? 0 : 1;
        HasDoubtfulTimes |= IsDoubtful(problems.Start) || IsDoubtful(problems.End);
    }

    private static bool IsDoubtful(DropReason problem) => problem is DropReason.BadTime or DropReason.Future;
}
