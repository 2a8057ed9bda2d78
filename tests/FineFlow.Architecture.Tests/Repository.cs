namespace FineFlow.Architecture.Tests;

/// <summary>The checkout that these tests were built in.</summary>
internal static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The paths of its C# files below some folders, without what builds leave there.</summary>
    /// <param name="folders">Folders below the root.</param>
    public static IEnumerable<string> CSharpFiles(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal);

    /// <summary>Returns a path as seen from the root.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FineFlow.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds FineFlow.slnx.");
    }
}
