using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Ingest.Archives;

namespace FineFlow.Ingest.TaxiBj;

/// <summary>
/// Finds the tasks in an archive or folder at any depth: TaxiBJ/P1/train/X.npy, data/P1/..., P1/... or train/... in P1.zip.
/// </summary>
internal static class TaxiBjLayout
{
    /// <summary>The files that every split has.</summary>
    public static readonly IReadOnlyList<string> Parts = ["X.npy", "Y.npy", "ext.npy"];

    /// <summary>Returns the tasks in time order.</summary>
    /// <param name="published">Archive or folder.</param>
    /// <param name="wanted">The requested tasks; null for all. A single task also applies to files whose path names none.</param>
    /// <exception cref="BadInputException">There is no task, or one is incomplete, present twice or ambiguous.</exception>
    public static IReadOnlyList<TaxiBjFiles> Find(PublishedFiles published, IReadOnlyList<TaxiBjTask>? wanted)
    {
        var tasks = published.Files.Select(file => (Root: RootOf(file.Place), File: file))
            .Where(found => found.Root is not null)
            .GroupBy(found => found.Root!, found => found.File)
            .Select(group => new TaxiBjFiles(TaskOf(group.Key, published.Path, wanted), group.Key, KeysOf(group)))
            .Where(task => wanted?.Contains(task.Task) ?? true)
            .OrderBy(task => task.Task.Number)
            .ToArray();
        if (tasks.Length == 0)
        {
            throw new BadInputException(
                published.Path, $"holds no {Wanted(wanted)}; train, valid and test with X.npy, Y.npy and ext.npy are expected");
        }

        foreach (var task in tasks)
        {
            CheckComplete(task, published.Path);
        }

        foreach (var (one, other) in tasks.Zip(tasks.Skip(1)).Where(pair => pair.First.Task == pair.Second.Task))
        {
            throw new BadInputException(
                published.Path,
                $"holds {one.Task.Name} twice, in '{EntryName.Shown(one.Root)}' and '{EntryName.Shown(other.Root)}'; one is expected");
        }

        return tasks;
    }

    /// <summary>Returns the folder above the splits; null for a file that is no part of a split.</summary>
    private static string? RootOf(string place)
    {
        var steps = place.Split('/');
        return steps.Length >= 2 && Parts.Contains(steps[^1]) && SplitNames.All.Contains(steps[^2]) ? string.Join('/', steps[..^2]) : null;
    }

    private static Dictionary<string, PublishedFile> KeysOf(IEnumerable<PublishedFile> files) =>
        files.ToDictionary(file => string.Join('/', file.Place.Split('/')[^2..]));

    private static TaxiBjTask TaskOf(string root, string path, IReadOnlyList<TaxiBjTask>? wanted) =>
        root.Split('/').Reverse().Select(TaxiBjTask.InName).FirstOrDefault(task => task is not null)
        ?? TaxiBjTask.InName(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))))
        ?? (wanted is [var only] ? only : null)
        ?? throw new BadInputException(path, "does not say which task it is (no P1 .. P4 in a name); name the task")
        { Setting = nameof(TaxiBjImportRequest.Tasks) };

    private static void CheckComplete(TaxiBjFiles task, string path)
    {
        var missing = SplitNames.All.SelectMany(split => Parts.Select(part => $"{split}/{part}"))
            .FirstOrDefault(key => !task.Files.ContainsKey(key));
        if (missing is not null)
        {
            throw new BadInputException(path, $"has no {missing} in '{EntryName.Shown(task.Root)}'; the published {task.Task.Name} has");
        }
    }

    private static string Wanted(IReadOnlyList<TaxiBjTask>? wanted) =>
        wanted is null ? "task of TaxiBJ" : string.Join(", ", wanted.Select(task => task.Name));
}

/// <summary>The files of one task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Root">The folder above its splits.</param>
/// <param name="Files">Its nine files by name: "train/X.npy".</param>
internal sealed record TaxiBjFiles(TaxiBjTask Task, string Root, IReadOnlyDictionary<string, PublishedFile> Files)
{
    /// <summary>Bytes of all files.</summary>
    public long Length => Files.Values.Sum(file => file.Length);
}
