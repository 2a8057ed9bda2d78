namespace FineFlow.Tests;

/// <summary>Large files (further golden cases, real datasets) that do not come with the repository.</summary>
internal static class SharedFiles
{
    /// <summary>The environment variable that holds their folder.</summary>
    public const string Variable = "FINEFLOW_SHARED";

    /// <summary>The trait of tests that read them, and its value: <c>--filter-trait Needs=Shared</c>.</summary>
    public const string Trait = "Needs", Needed = "Shared";

    /// <summary>Their folder, or null.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    /// <summary>A file or folder of them. Without the variable the running test is skipped; a file that the folder lacks fails
    /// it.</summary>
    public static string PathOrSkip(string path)
    {
        Assert.SkipWhen(Folder is null, $"needs {path}; {Variable} names no folder that holds it");
        var found = Path.Combine(Folder!, path);
        Assert.True(Path.Exists(found), $"{found} does not exist; {Variable} must name the folder that holds {path}");
        return found;
    }
}
