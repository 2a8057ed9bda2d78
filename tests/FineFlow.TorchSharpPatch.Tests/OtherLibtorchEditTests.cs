using Mono.Cecil;
using Mono.Cecil.Cil;

namespace FineFlow.TorchSharpPatch.Tests;

/// <summary>What the edit does is shown where a program runs with another libtorch (InstalledLibtorchTests, end to end).</summary>
public sealed class OtherLibtorchEditTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fineflow-patch-").FullName;

    [Fact]
    public void The_search_for_a_library_asks_first_whether_it_is_loaded()
    {
        var edited = Path.Combine(_folder, "TorchSharp.dll");
        Assert.Equal(0, Program.Main(["assembly", RestoredTorchSharp.Assembly, edited]));

        using var original = AssemblyDefinition.ReadAssembly(RestoredTorchSharp.Assembly);
        using var assembly = AssemblyDefinition.ReadAssembly(edited);
        var (before, after) = (Search(original), Search(assembly));
        Assert.Equal(before.Instructions.Count + 5, after.Instructions.Count);
        Assert.Equal(OtherLibtorchEdit.Key, after.Instructions[0].Operand);
        Assert.Same(after.Instructions[5], after.Instructions[2].Operand);
        Assert.Equal([OpCodes.Ldc_I4_1, OpCodes.Ret], after.Instructions.Skip(3).Take(2).Select(instruction => instruction.OpCode));
        Assert.All(after.ExceptionHandlers, handler => Assert.True(handler.TryStart.Offset >= after.Instructions[5].Offset));
    }

    [Fact]
    public void An_assembly_without_that_search_is_refused()
    {
        using var other = AssemblyDefinition.ReadAssembly(typeof(OtherLibtorchEditTests).Assembly.Location);

        Assert.Throws<FineFlow.Core.BadInputException>(() => OtherLibtorchEdit.Apply("other.dll", other));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static MethodBody Search(AssemblyDefinition assembly) =>
        assembly.MainModule.GetType("TorchSharp.torch").Methods.Single(method => method.Name == "TryLoadNativeLibraryByName").Body;
}
