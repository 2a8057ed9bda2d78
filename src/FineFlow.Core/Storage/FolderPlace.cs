namespace FineFlow.Core.Storage;

/// <summary>Whether a folder is free for work that keeps a record in it, or holds such work already.</summary>
internal static class FolderPlace
{
    /// <summary>Returns whether a folder holds a record; false where it is new or empty, but for temporary files.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="record">The record's file, the first that such work writes.</param>
    /// <param name="isNot">What the folder is not, in words for the message: "is not a run".</param>
    /// <exception cref="BadInputException">It holds something else.</exception>
    public static bool Holds(string path, string record, string isNot)
    {
        // In this order: another process may begin the same work in between.
        var isFree = TemporaryFiles.IsAllIn(path);
        var holds = File.Exists(Path.Combine(path, record));
        return holds || isFree
            ? holds
            : throw new BadInputException(path, $"exists and {isNot}; choose a new or empty folder") { Setting = "folder" };
    }
}
