using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.MSBuild;

namespace FineFlow.Mutation;

/// <summary>A library of the repository that is compiled with one change at a time; its files are not touched.</summary>
internal sealed class Library
{
    private readonly Compilation _compilation;

    private Library(Compilation compilation, IReadOnlyList<SyntaxTree> trees) => (_compilation, Trees) = (compilation, trees);

    /// <summary>The library's files of the repository, without those that the build makes.</summary>
    public IReadOnlyList<SyntaxTree> Trees { get; }

    /// <summary>Reads a library's project.</summary>
    public static async Task<Library> OpenAsync(string name)
    {
        var folder = Path.GetFullPath(Path.Combine("src", name)) + Path.DirectorySeparatorChar;
        using var workspace = MSBuildWorkspace.Create(new Dictionary<string, string> { ["Configuration"] = "Release" });
        var project = await workspace.OpenProjectAsync(Path.Combine(folder, $"{name}.csproj"));
        var compilation = await project.GetCompilationAsync() ?? throw new InvalidOperationException($"{name} has no C#");

        // A change may leave code that a warning is for.
        var options = ((CSharpCompilationOptions)compilation.Options).WithGeneralDiagnosticOption(ReportDiagnostic.Suppress);
        return new(
            compilation.WithOptions(options),
            [.. compilation.SyntaxTrees.Where(tree => tree.FilePath.StartsWith(folder, StringComparison.Ordinal))]);
    }

    /// <summary>Writes the library with a change, or as it is. Returns false where that is no C#.</summary>
    public bool TryCompile(Change? change, string path)
    {
        var changed = change is null ? _compilation : _compilation.ReplaceSyntaxTree(change.Tree, change.Apply());
        return changed.Emit(path).Success;
    }
}
