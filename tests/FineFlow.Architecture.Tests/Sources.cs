using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FineFlow.Architecture.Tests;

/// <summary>
/// Reads from the sources what uses what, with the compiler's own eyes: method bodies, inferred types and constants included. (A reader of
/// the compiled assemblies sees no constants.)
/// </summary>
internal static class Sources
{
    /// <summary>The assemblies that the tests run with, by their names.</summary>
    private static readonly Dictionary<string, PortableExecutableReference> Assemblies =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .DistinctBy(Path.GetFileNameWithoutExtension)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => MetadataReference.CreateFromFile(path));

    private static readonly Lazy<IReadOnlyList<CSharpCompilation>> AllProjects =
        new(() => [.. Rooms.All.Select(room => Compile(room.Project))]);

    private static readonly Lazy<IReadOnlyList<Use>> AllUses = new(() => [.. Projects.SelectMany(UsesOf)]);

    /// <summary>The projects of <c>src</c>, compiled against the assemblies beside the tests.</summary>
    public static IReadOnlyList<CSharpCompilation> Projects => AllProjects.Value;

    /// <summary>Every use of one namespace by another in <c>src</c>.</summary>
    public static IReadOnlyList<Use> Uses => AllUses.Value;

    /// <summary>Compiles source texts.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="references">The rooms that it sees.</param>
    /// <param name="paths">The paths of its files.</param>
    /// <param name="read">Returns the text of a path.</param>
    public static CSharpCompilation Compile(
        string project, IReadOnlyCollection<string> references, IEnumerable<string> paths, Func<string, string> read) =>
        CSharpCompilation.Create(
            project,
            paths.Select(path => CSharpSyntaxTree.ParseText(read(path), path: path)),
            Assemblies.Where(assembly => !IsRoom(assembly.Key) || references.Contains(assembly.Key)).Select(assembly => assembly.Value),
            new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Returns the uses of other namespaces in a compilation, each pair of file and type once.</summary>
    public static IEnumerable<Use> UsesOf(CSharpCompilation compilation) =>
        compilation.SyntaxTrees.SelectMany(tree => UsesOf(compilation, tree)).Distinct();

    /// <summary>Returns the projects that a project's file references, and those that these reference.</summary>
    public static IEnumerable<string> References(string project) => XDocument
        .Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
        .Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
        .SelectMany(name => References(name).Prepend(name));

    private static CSharpCompilation Compile(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var built = Path.Combine(Repository.Root, "artifacts", "obj", project, configuration);
        var globalUsings = Path.Combine(built, $"{project}.GlobalUsings.g.cs");
        string[] paths = [.. Repository.CSharpFiles($"src/{project}"), globalUsings, .. Messages(project, built)];
        return Compile(project, [.. References(project)], paths, File.ReadAllText)
            .WithAssemblyName(AssemblyName(project)); // other assemblies open their internals to this name
    }

    /// <summary>What the build makes of a project's .proto files.</summary>
    private static IEnumerable<string> Messages(string project, string built)
    {
        var sources = Path.Combine(Repository.Root, "src", project);
        return Directory.EnumerateFiles(sources, "*.proto", SearchOption.AllDirectories)
            .Select(proto => Path.GetRelativePath(sources, Path.GetDirectoryName(proto)!))
            .Distinct()
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(built, folder), "*.cs"));
    }

    private static string AssemblyName(string project) => XDocument
        .Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
        .Descendants("AssemblyName")
        .SingleOrDefault()?.Value ?? project;

    private static string RoomOf(string assembly) => assembly == "fineflow" ? "FineFlow.Cli" : assembly;

    private static IEnumerable<Use> UsesOf(CSharpCompilation compilation, SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        var root = tree.GetCompilationUnitRoot();
        var project = RoomOf(compilation.AssemblyName!);
        var from = root.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? project;
        foreach (var node in root.DescendantNodes(node => node is not UsingDirectiveSyntax).Where(IsName))
        {
            if (Definer(model.GetSymbolInfo(node)) is { ContainingAssembly: { } assembly } type
                && type.ContainingNamespace.ToDisplayString() is var to && to != from)
            {
                yield return new Use(project, from, to, assembly.Name, $"{Repository.Relative(tree.FilePath)}: {type.Name}");
            }
        }
    }

    private static bool IsRoom(string assembly) => Rooms.All.Any(room => room.Project == assembly);

    private static bool IsName(SyntaxNode node) => node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax;

    /// <summary>The type that a symbol is, or that it is a member of.</summary>
    private static INamedTypeSymbol? Definer(SymbolInfo info) => (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) switch
    {
        INamedTypeSymbol type => type,
        IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => (info.Symbol ?? info.CandidateSymbols[0]).ContainingType,
        _ => null,
    };
}
