using FineFlow.Core.Storage;

namespace FineFlow.Core.Datasets;

/// <summary>Puts a dataset folder in its place whole: written beside it, then renamed.</summary>
internal static class DatasetReplacement
{
    /// <exception cref="BadInputException">The place is taken, or cannot be written.</exception>
    public static void Write(string folder, bool overwrite, Action<string> write)
    {
        var target = Target(folder);
        CheckPlace(target, overwrite);
        var temporary = $"{target}.{Guid.NewGuid():N}{AtomicFile.TemporaryEnding}";
        try
        {
            Directory.CreateDirectory(temporary);
            write(temporary);
            CheckPlace(target, overwrite);
            MoveInto(target, temporary, overwrite);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(folder, $"cannot be written: {failure.Message}", failure);
        }
        finally
        {
            TryDelete(temporary);
        }
    }

    /// <exception cref="BadInputException">The place is taken.</exception>
    public static void CheckPlace(string folder, bool overwrite)
    {
        var target = Target(folder);
        if (File.Exists(target))
        {
            throw new BadInputException(target, "is a file; a new or empty folder is expected");
        }

        if (!Directory.Exists(target) || !Directory.EnumerateFileSystemEntries(target).Any())
        {
            return;
        }

        if (!overwrite)
        {
            throw new BadInputException(target, "is not empty; a new or empty folder is expected, or leave to overwrite the dataset in it")
            { Setting = nameof(overwrite) };
        }

        if (FirstUnknownFile(target) is { } unknown)
        {
            throw new BadInputException(target, $"is not overwritten: '{unknown}' in it is no part of a dataset");
        }
    }

    private static string Target(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>Returns the first file of a folder that is no part of a dataset; null without one.</summary>
    private static string? FirstUnknownFile(string target)
    {
        var own = SplitNames.All.SelectMany(split => new SplitFiles(target, split).Keys)
            .Append(DatasetManifest.FileName)
            .Append(StaticMaps.FileName)
            .ToHashSet(StringComparer.Ordinal);
        var files = Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories);
        var otherFolders = Directory.EnumerateDirectories(target).Where(path => !SplitNames.All.Contains(Path.GetFileName(path)));
        return files.Where(path => !TemporaryFiles.Is(path)).Concat(otherFolders)
            .Select(path => Path.GetRelativePath(target, path).Replace('\\', '/'))
            .FirstOrDefault(name => !own.Contains(name));
    }

    /// <summary>Both the deletion and the move fail where something has come there since the place was checked.</summary>
    private static void MoveInto(string target, string temporary, bool overwrite)
    {
        if (Directory.Exists(target) && !Directory.EnumerateFileSystemEntries(target).Any())
        {
            Directory.Delete(target);
        }

        if (!overwrite || !Directory.Exists(target))
        {
            Directory.Move(temporary, target);
            return;
        }

        // What stood there is where the new one was, and is deleted with it.
        FolderExchange.Exchange(temporary, target);
    }

    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The dataset is in its place, or its own failure is what the caller needs to hear; a left-over .tmp folder harms nothing.
        }
    }
}
