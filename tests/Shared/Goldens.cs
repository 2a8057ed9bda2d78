namespace FineFlow.Tests;

/// <summary>The golden cases of <c>tests/Goldens</c>, beside the test program.</summary>
internal static class Goldens
{
    private static readonly string Folder = System.IO.Path.Combine(AppContext.BaseDirectory, nameof(Goldens));

    /// <summary>All of them, as MODEL/CASE.</summary>
    public static TheoryData<string> All => [.. Directory.GetDirectories(Folder).SelectMany(Directory.GetDirectories)
        .Select(folder => System.IO.Path.GetRelativePath(Folder, folder).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>The folder of a case, or a file in it.</summary>
    public static string Path(string name) => System.IO.Path.Combine(Folder, name);
}
