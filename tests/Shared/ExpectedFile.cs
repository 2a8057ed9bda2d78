using System.Runtime.CompilerServices;

namespace FineFlow.Tests;

/// <summary>
/// Expectation files: what users see (help texts, JSON reports, the OpenAPI document), kept beside the tests in <c>Expected/</c>, so that a
/// change of it is a change in a reviewed file.
/// </summary>
internal static class ExpectedFile
{
    /// <summary>The trait of tests that use them, and its value.</summary>
    public const string Trait = "Expected", File = "File";

    private const string Update = "FINEFLOW_UPDATE_EXPECTED";

    /// <summary>Compares a text with an expectation file. With FINEFLOW_UPDATE_EXPECTED=1 the file is rewritten instead.</summary>
    /// <param name="name">The file, below the <c>Expected</c> folder of the calling test project.</param>
    /// <param name="actual">What users see now.</param>
    /// <param name="caller">The calling test's source file.</param>
    public static void Matches(string name, string actual, [CallerFilePath] string caller = "")
    {
        var project = ProjectOf(caller);
        var path = Path.Combine(project, "Expected", name);
        var text = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            System.IO.File.WriteAllText(path, text);
            return;
        }

        var expected = System.IO.File.Exists(path) ? System.IO.File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(expected == text, Difference(project, name, expected.Split('\n'), text.Split('\n')));
    }

    /// <summary>The folder of another test project's expectation files.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="caller">The calling test's source file.</param>
    public static string Folder(string project, [CallerFilePath] string caller = "") =>
        Path.Combine(Path.GetDirectoryName(ProjectOf(caller))!, project, "Expected");

    private static string Difference(string project, string name, string[] expected, string[] actual)
    {
        var line = Enumerable.Range(0, Math.Max(expected.Length, actual.Length))
            .FirstOrDefault(i => LineOf(expected, i) != LineOf(actual, i));
        var folder = $"tests/{Path.GetFileName(project)}";
        return $"""
            {folder}/Expected/{name}, line {line + 1}, is not what users see now.
              expected: {LineOf(expected, line)}
              actual:   {LineOf(actual, line)}
            Where the change is intended, rewrite the files and review them:
              {Update}=1 dotnet test --project {folder} --filter-trait {Trait}={File}
            """;
    }

    private static string LineOf(string[] lines, int line) => line < lines.Length ? lines[line] : "(nothing)";

    private static string ProjectOf(string caller)
    {
        var folder = Path.GetDirectoryName(caller)!;
        while (Directory.GetFiles(folder, "*.csproj").Length == 0)
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
