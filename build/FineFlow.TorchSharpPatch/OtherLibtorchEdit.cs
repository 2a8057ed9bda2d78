using FineFlow.Core;

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace FineFlow.TorchSharpPatch;

/// <summary>
/// Lets a program load its libtorch from where it likes, before the first use of TorchSharp.
/// </summary>
/// <remarks>
/// TorchSharp 0.107 looks for <c>torch_cpu</c> beside the program and loads what it finds, also where another libtorch is loaded already;
/// two of them in one process end it. With the edit the search does nothing where the program has set <see cref="Key"/>
/// (<see cref="AppContext.SetData"/>).
/// </remarks>
internal static class OtherLibtorchEdit
{
    /// <summary>What a program sets to say that libtorch and TorchSharp's library are loaded.</summary>
    public const string Key = "FineFlow.LibtorchIsLoaded";

    private const string Type = "TorchSharp.torch", Method = "TryLoadNativeLibraryByName";

    /// <summary>Edits <paramref name="assembly"/> in memory.</summary>
    /// <param name="source">The file's name, for the message of a refusal.</param>
    /// <param name="assembly">TorchSharp's assembly.</param>
    /// <exception cref="BadInputException">It has no such search: this is not the TorchSharp that the edit is for.</exception>
    public static void Apply(string source, AssemblyDefinition assembly)
    {
        var module = assembly.MainModule;
        var search = module.GetType(Type)?.Methods.SingleOrDefault(method => method.Name == Method && method.HasBody)
            ?? throw new BadInputException(source, $"{Type} has no method {Method}; this is not the TorchSharp that the edit is for");
        var context = new TypeReference(nameof(System), nameof(AppContext), module, module.TypeSystem.CoreLibrary);
        var getData = new MethodReference(nameof(AppContext.GetData), module.TypeSystem.Object, context);
        getData.Parameters.Add(new ParameterDefinition(module.TypeSystem.String));

        var (code, first) = (search.Body.GetILProcessor(), search.Body.Instructions[0]);
        Instruction[] added =
        [
            Instruction.Create(OpCodes.Ldstr, Key),
            Instruction.Create(OpCodes.Call, getData),
            Instruction.Create(OpCodes.Brfalse, first),
            Instruction.Create(OpCodes.Ldc_I4_1),
            Instruction.Create(OpCodes.Ret),
        ];
        foreach (var instruction in added)
            code.InsertBefore(first, instruction);
    }
}
