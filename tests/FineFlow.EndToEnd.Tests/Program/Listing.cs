namespace FineFlow.EndToEnd.Tests.Program;

/// <summary>What lies in a folder, to be compared before and after.</summary>
internal static class Listing
{
    public static string[] Of(string folder) =>
    [
        .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Order(),
    ];
}
