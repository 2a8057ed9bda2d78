using FineFlow.Core;

using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace FineFlow.TorchSharpPatch;

/// <summary>
/// Keeps TorchSharp's objects alive while native code reads them.
/// </summary>
/// <remarks>
/// <para>TorchSharp 0.107 passes <c>scalar.Handle</c>, a plain pointer, to a native call. Once the pointer is read nothing holds the
/// object: in <c>x + 1</c>, and inside of <c>a + b</c>, the scalar is a temporary. A collection that another thread starts at this
/// moment lets the finalizer free the native scalar while libtorch still reads it. The operation then fails, or it computes with
/// another number.</para>
/// <para>The edit stores each object whose <c>Handle</c> is read in a local variable and names these to
/// <see cref="GC.KeepAlive(object)"/> before the method returns. Objects that reach native code in an array are not covered:
/// a dispose scope, or the caller's list, holds them.</para>
/// </remarks>
internal static class KeepAliveEdit
{
    private const string HandleGetter = "get_Handle";

    /// <summary>Edits <paramref name="assembly"/> in memory.</summary>
    /// <param name="source">The file's name, for the message of a refusal.</param>
    /// <param name="assembly">TorchSharp's assembly.</param>
    /// <exception cref="BadInputException">No method reads a handle: this is not the assembly that the edit was made for.</exception>
    public static void Apply(string source, AssemblyDefinition assembly)
    {
        var module = assembly.MainModule;
        var keepAlive = new MethodReference(nameof(GC.KeepAlive), module.TypeSystem.Void, GarbageCollector(source, module));
        keepAlive.Parameters.Add(new ParameterDefinition(module.TypeSystem.Object));

        var edited = 0;
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            if (KeepAlive(method.Body, keepAlive))
                edited++;
        }

        if (edited == 0)
            throw new BadInputException(source, $"no method calls {HandleGetter}; this is not the TorchSharp that the edit is for");
    }

    private static TypeReference GarbageCollector(string source, ModuleDefinition module)
        => module.GetTypeReferences().SingleOrDefault(type => type.FullName == typeof(GC).FullName)
            ?? throw new BadInputException(source, $"does not refer to {typeof(GC).FullName}");

    private static bool KeepAlive(MethodBody body, MethodReference keepAlive)
    {
        var reads = body.Instructions.Where(ReadsHandle).ToList();
        if (reads.Count == 0)
            return false;

        // Short branches may no longer reach across what is added.
        body.SimplifyMacros();
        var held = reads.ConvertAll(read => Hold(body, read));
        foreach (var end in body.Instructions.Where(instruction => instruction.OpCode == OpCodes.Ret).ToList())
            KeepAlive(body, end, held, keepAlive);
        body.OptimizeMacros();
        return true;
    }

    private static bool ReadsHandle(Instruction instruction)
        => instruction.Operand is MethodReference { Name: HandleGetter } getter
            && getter.DeclaringType.Resolve() is { IsValueType: false } owner
            && owner.Module == getter.Module;

    /// <summary>
    /// Stores the object on the stack before its handle is read. A local variable starts as null, so a path that does not come by is sound.
    /// </summary>
    private static VariableDefinition Hold(MethodBody body, Instruction read)
    {
        var variable = new VariableDefinition(((MethodReference)read.Operand).DeclaringType);
        body.Variables.Add(variable);
        body.InitLocals = true;

        // In place, so that a branch to this instruction comes by what is added.
        var getter = Instruction.Create(read.OpCode, (MethodReference)read.Operand);
        var code = body.GetILProcessor();
        (read.OpCode, read.Operand) = (OpCodes.Dup, null);
        code.InsertAfter(read, getter);
        code.InsertAfter(read, Instruction.Create(OpCodes.Stloc, variable));
        return variable;
    }

    private static void KeepAlive(MethodBody body, Instruction end, List<VariableDefinition> held, MethodReference keepAlive)
    {
        var code = body.GetILProcessor();
        var last = Instruction.Create(OpCodes.Ret);
        code.InsertAfter(end, last);
        foreach (var variable in held.Skip(1))
        {
            code.InsertBefore(last, Instruction.Create(OpCodes.Ldloc, variable));
            code.InsertBefore(last, Instruction.Create(OpCodes.Call, keepAlive));
        }

        // As above: the old end becomes the first instruction of the new one.
        (end.OpCode, end.Operand) = (OpCodes.Ldloc, held[0]);
        code.InsertAfter(end, Instruction.Create(OpCodes.Call, keepAlive));
    }
}
