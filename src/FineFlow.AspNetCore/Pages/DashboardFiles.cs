namespace FineFlow.AspNetCore.Pages;

/// <summary>The dashboard's files, which the build puts into this assembly where it has what it needs for them.</summary>
internal static class DashboardFiles
{
    /// <summary>The page itself.</summary>
    public const string Start = "index.html";

    private const string Folder = "dashboard/", Brotli = ".br";

    private static readonly HashSet<string> Resources =
    [
        .. typeof(DashboardFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..].Replace('\\', '/')),
    ];

    /// <summary>The names of all files; none where the dashboard was not built.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Resources.Where(name => !name.EndsWith(Brotli, StringComparison.Ordinal))];

    /// <summary>Whether the build had what it needs.</summary>
    public static bool AreBuilt { get; } = Names.Contains(Start);

    /// <summary>Opens a file.</summary>
    public static Stream Open(string name) => typeof(DashboardFiles).Assembly.GetManifestResourceStream(Folder + name)!;

    /// <summary>Opens a file as Brotli has packed it; null for those that do not become smaller.</summary>
    public static Stream? OpenPacked(string name) => Resources.Contains(name + Brotli) ? Open(name + Brotli) : null;

    /// <summary>Reads a text.</summary>
    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }
}
