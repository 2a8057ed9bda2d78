using System.Diagnostics;
using System.Globalization;

namespace FineFlow.Core.Workers;

/// <summary>
/// Who trains what, among processes that share nothing but a folder. A task is taken by creating the file TASK.NUMBER.lease, the number one
/// higher than the last: the file system lets one process alone create it, over NFS as well (version 3 and later). The holder changes the
/// file again and again. One that another process has seen unchanged for longer than <see cref="Expiry"/>, by its own clock, is dead, and
/// the task may be taken with the next number. So no clocks are compared, and nothing that lives is deleted. A process of the same system
/// that has ended is known to be dead at once.
/// </summary>
internal sealed class Leases
{
    /// <summary>The content of a lease that was given back.</summary>
    internal const string Released = "released";

    private const string Ending = ".lease";

    private readonly string _folder;
    private readonly Dictionary<string, (string Content, long Since)> _seen = [];

    /// <param name="folder">The folder of the files, which is made where a task is taken.</param>
    /// <param name="expiry">How long a holder may be silent.</param>
    public Leases(string folder, TimeSpan expiry) => (_folder, Expiry) = (folder, expiry);

    /// <summary>How long a holder may be silent where nothing else is said.</summary>
    public static TimeSpan DefaultExpiry { get; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a holder may be silent. It says that it lives six times as often.</summary>
    public TimeSpan Expiry { get; }

    /// <summary>Takes a task; null where a process that lives has it.</summary>
    /// <param name="task">Its name, of letters and digits.</param>
    /// <exception cref="BadInputException">The folder cannot be written.</exception>
    public Lease? TryTake(string task)
    {
        var last = Last(task);
        if (last > 0 && !IsDead(PathOf(task, last)))
        {
            return null;
        }

        var path = PathOf(task, last + 1);
        try
        {
            Directory.CreateDirectory(_folder);
            new FileStream(path, FileMode.CreateNew, FileAccess.Write).Dispose();
            return new(path, PathOf(task, last + 2), Expiry);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null; // another process was faster
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(_folder, $"cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>Whether a process has a task and was not found dead by this one.</summary>
    public bool IsTaken(string task) => Last(task) is > 0 and var last && !IsDead(PathOf(task, last));

    /// <summary>Deletes what is left of a task that is finished.</summary>
    public void Forget(string task)
    {
        foreach (var file in Files(task))
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The task is finished, so that nobody looks at it again.
            }
        }
    }

    private bool IsDead(string path)
    {
        var content = Read(path);
        if (content == Released || (content is not null && Holder.Of(content) is { HasEnded: true }))
        {
            return true;
        }

        var (known, since) = _seen.GetValueOrDefault(path, ("", 0));
        if (since == 0 || content is null || content != known)
        {
            _seen[path] = (content ?? "", Stopwatch.GetTimestamp());
            return false;
        }

        return Stopwatch.GetElapsedTime(since) > Expiry;
    }

    /// <summary>The content of a lease; null where it cannot be read just now, as while it is being written.</summary>
    private static string? Read(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private int Last(string task) => Files(task).Select(Number).DefaultIfEmpty(0).Max();

    private IEnumerable<string> Files(string task) =>
        Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder, $"{task}.*{Ending}") : [];

    private static int Number(string path) => int.TryParse(
        Path.GetFileName(path).Split('.')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private string PathOf(string task, int number) => Path.Combine(_folder, $"{task}.{number:D4}{Ending}");
}
