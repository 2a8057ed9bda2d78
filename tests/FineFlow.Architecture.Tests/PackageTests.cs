using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace FineFlow.Architecture.Tests;

/// <summary>That the packages say what they are, and bring no more than they need.</summary>
public sealed partial class PackageTests
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        """;

    /// <summary>The projects that become packages.</summary>
    public static IEnumerable<TheoryDataRow<string>> Projects => Rooms.All.Select(room => room.Project)
        .Where(project => Property(project, "IsPackable") != "false")
        .Select(project => new TheoryDataRow<string>(project));

    [Theory, MemberData(nameof(Projects))]
    public void A_package_has_a_description_and_a_readme_that_says_how_to_install_it(string project)
    {
        var name = Property(project, "PackageId") ?? project;

        Assert.NotNull(Property(project, "Description"));
        Assert.StartsWith($"# {name}\n", Readme(project), StringComparison.Ordinal);
        Assert.Matches($@"\ndotnet (add package|tool install --global) {Regex.Escape(name)}\n", Readme(project));
    }

    [Theory, MemberData(nameof(Projects))]
    public void The_code_of_a_readme_compiles_with_the_package(string project)
    {
        var codes = CSharp().Matches(Readme(project)).Select(match => match.Groups[1].Value).ToList();
        var readme = Sources.Compile("Readme", [project, .. Sources.References(project)], ["usings", .. codes],
            text => text == "usings" ? ImplicitUsings : text);

        // CS8805: the program's entry is meant.
        Assert.Empty(readme.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error && found.Id != "CS8805"));
    }

    [Theory]
    [InlineData("FineFlow.Core"), InlineData("FineFlow.Outputs"), InlineData("FineFlow.Ingest"), InlineData("FineFlow.Synthetic")]
    public void Packages_without_tensors_bring_no_libtorch(string project) => Assert.DoesNotContain(
        "torch", File.ReadAllText(Path.Combine(Repository.Root, "src", project, "packages.lock.json")), StringComparison.OrdinalIgnoreCase);

    private static string Readme(string project) => File.ReadAllText(Path.Combine(Repository.Root, "src", project, "README.md"));

    private static string? Property(string project, string name) => XDocument
        .Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
        .Descendants(name)
        .FirstOrDefault()?.Value;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
