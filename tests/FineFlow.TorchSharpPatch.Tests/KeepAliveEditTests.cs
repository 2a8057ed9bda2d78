using Mono.Cecil;
using Mono.Cecil.Cil;

namespace FineFlow.TorchSharpPatch.Tests;

public sealed class KeepAliveEditTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fineflow-patch-").FullName;

    private string Edited => Path.Combine(_folder, "TorchSharp.dll");

    [Fact]
    public void Every_object_whose_handle_is_read_lives_until_each_end_of_the_method()
    {
        Assert.Equal(0, Program.Main(["assembly", RestoredTorchSharp.Assembly, Edited]));

        using var assembly = AssemblyDefinition.ReadAssembly(Edited);
        var methods = assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)
            .Select(method => (method.Name, method.Body, Reads: method.Body.Instructions.Count(IsHandle)))
            .Where(method => method.Reads > 0).ToList();

        Assert.Contains(methods, method => method.Name == "add" && method.Reads == 3);
        Assert.All(methods, method => Assert.All(
            method.Body.Instructions.Where(instruction => instruction.OpCode == OpCodes.Ret),
            end => Assert.Equal(method.Reads, KeptBefore(end).Distinct().Count())));
    }

    [Fact]
    public void An_edited_assembly_differs_in_nothing_that_a_caller_sees()
    {
        Assert.Equal(0, Program.Main(["assembly", RestoredTorchSharp.Assembly, Edited]));

        using var original = AssemblyDefinition.ReadAssembly(RestoredTorchSharp.Assembly);
        using var edited = AssemblyDefinition.ReadAssembly(Edited);
        Assert.Equal(original.FullName, edited.FullName);
        Assert.Equal(Members(original), Members(edited));
    }

    [Fact]
    public void What_is_not_TorchSharp_is_refused_and_the_old_copy_left_alone()
    {
        File.WriteAllText(Edited, "old");
        var text = Path.Combine(_folder, "text.dll");
        File.WriteAllText(text, "not an assembly");

        Assert.Equal(2, Program.Main(["assembly", text, Edited]));
        Assert.Equal(2, Program.Main(["assembly", typeof(KeepAliveEditTests).Assembly.Location, Edited]));
        Assert.Equal("old", File.ReadAllText(Edited));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool IsHandle(Instruction instruction)
        => instruction.Operand is MethodReference { Name: "get_Handle" } getter && !getter.DeclaringType.IsValueType;

    /// <summary>The variables that are named to <see cref="GC.KeepAlive(object)"/> directly before <paramref name="end"/>.</summary>
    private static IEnumerable<int> KeptBefore(Instruction end)
    {
        for (var call = end.Previous; call?.Operand is MethodReference { Name: nameof(GC.KeepAlive) }; call = call.Previous.Previous)
            yield return Variable(call.Previous);
    }

    private static int Variable(Instruction load) => load.OpCode.Code switch
    {
        Code.Ldloc_0 => 0,
        Code.Ldloc_1 => 1,
        Code.Ldloc_2 => 2,
        Code.Ldloc_3 => 3,
        Code.Ldloc or Code.Ldloc_S => ((VariableDefinition)load.Operand).Index,
        _ => throw new InvalidOperationException($"{load} does not load a variable"),
    };

    private static List<string> Members(AssemblyDefinition assembly)
        => assembly.MainModule.GetTypes().SelectMany(type => type.Methods.Select(method => method.FullName)
            .Concat(type.Fields.Select(field => field.FullName))).Order(StringComparer.Ordinal).ToList();
}
