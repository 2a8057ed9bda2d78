namespace FineFlow.AspNetCore.Pages;

/// <summary>The dashboard's files, which the build puts into this assembly where it has what it needs for them.</summary>
internal static class DashboardFiles
{
    /// <summary>The page itself.</summary>
    public const string Start = "index.html";

    private const string Folder = "dashboard/";

    /// <summary>The names of all files; none where the dashboard was not built.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(DashboardFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..].Replace('\\', '/')),
    ];

    /// <summary>Whether the build had what it needs.</summary>
    public static bool AreBuilt { get; } = Names.Contains(Start);

    /// <summary>Opens a file.</summary>
    public static Stream Open(string name) => typeof(DashboardFiles).Assembly.GetManifestResourceStream(Folder + name)!;

    /// <summary>Reads a text.</summary>
    public static string Text(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }
}
