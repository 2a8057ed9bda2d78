using Microsoft.CodeAnalysis;

namespace FineFlow.Architecture.Tests;

public sealed class ArchitectureTests
{
    private static readonly string[] WithTensors =
        ["FineFlow.Torch", "FineFlow.Experiments", "FineFlow.Engine", "FineFlow.AspNetCore", "FineFlow.Cli"];

    [Fact]
    public void Rooms_use_only_what_the_table_allows() => NoneOf(Rules.ArrowsUp(Sources.Uses, Rooms.All));

    [Fact]
    public void Namespaces_form_no_cycle() => NoneOf(Rules.Cycles(Sources.Uses));

    [Fact]
    public void Kernels_are_used_by_operations_alone() => NoneOf(Rules.KernelsOutsideOps(Sources.Uses));

    [Fact]
    public void Only_the_server_its_host_and_the_command_line_know_http() =>
        NoneOf(Rules.AssembliesOutside(Sources.Uses, "Microsoft.AspNetCore", "FineFlow.AspNetCore", "FineFlow.Host", "FineFlow.Cli"));

    [Fact]
    public void Only_rooms_above_Torch_know_tensors() => NoneOf(Rules.AssembliesOutside(Sources.Uses, "TorchSharp", WithTensors));

    [Fact]
    public void Every_project_is_a_row_of_the_table() => Assert.Equal(
        Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
        Rooms.All.Select(room => room.Project).Order(StringComparer.Ordinal));

    [Fact]
    public void Project_files_reference_only_what_the_table_allows() => NoneOf(
        Rooms.All.SelectMany(room => Sources.References(room.Project).Except(room.MayUse).Select(to => $"{room.Project} references {to}")));

    [Fact]
    public void The_sources_compile_so_that_no_use_is_overlooked()
    {
        NoneOf(Sources.Projects.SelectMany(project => project.GetDiagnostics())
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !IsExpected(diagnostic)));
    }

    /// <summary>
    /// Whether the program's entry is meant, or a source generator writes the missing code: the bodies of partial methods and the contexts
    /// of JSON.
    /// </summary>
    private static bool IsExpected(Diagnostic error) =>
        error.Id is "CS8805" or "CS8795" or "CS0534" || error.GetMessage().Contains("JsonSerializerContext", StringComparison.Ordinal)
        || (error.Id is "CS0103" or "CS0117" && error.GetMessage().Contains("'Default'", StringComparison.Ordinal));

    private static void NoneOf<T>(IEnumerable<T> found)
    {
        var all = found.ToList();
        Assert.True(all.Count == 0, $"{all.Count} found, none expected:\n  {string.Join("\n  ", all.Take(40))}");
    }
}
