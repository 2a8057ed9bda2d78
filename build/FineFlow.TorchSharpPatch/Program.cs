using FineFlow.Core;
using FineFlow.Core.Storage;

using Mono.Cecil;

namespace FineFlow.TorchSharpPatch;

/// <summary>Writes edited copies of TorchSharp's assembly and of its native library; called by Libtorch.targets.</summary>
internal static class Program
{
    private const int Done = 0, BadInput = 2;

    internal static int Main(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case ["library", var input, var output]:
                    EditLibrary(input, output);
                    return Done;
                case ["assembly", var input, var output]:
                    EditAssembly(input, output);
                    return Done;
                default:
                    Console.Error.WriteLine("usage: FineFlow.TorchSharpPatch library|assembly IN OUT");
                    return BadInput;
            }
        }
        catch (BadInputException refusal)
        {
            Console.Error.WriteLine(refusal.Message);
            return BadInput;
        }
    }

    private static void EditLibrary(string input, string output)
    {
        var bytes = ReadAll(input);
        var edited = LibstdcxxEdit.Apply(input, bytes);
        AtomicFile.Write(output, stream => stream.Write(bytes));
        Console.WriteLine(edited ? $"{output}: patched for libstdc++ before GCC 13" : $"{output}: copied unchanged, nothing to patch");
    }

    private static void EditAssembly(string input, string output)
    {
        using var assembly = Open(input, ReadAll(input));
        KeepAliveEdit.Apply(input, assembly);
        OtherLibtorchEdit.Apply(input, assembly);
        AtomicFile.Write(output, assembly.Write);
        Console.WriteLine($"{output}: its objects stay alive while native code reads them, and it takes a libtorch that is loaded");
    }

    private static AssemblyDefinition Open(string path, byte[] bytes)
    {
        try
        {
            return AssemblyDefinition.ReadAssembly(new MemoryStream(bytes));
        }
        catch (BadImageFormatException failure)
        {
            throw new BadInputException(path, $"is not an assembly: {failure.Message}", failure);
        }
    }

    private static byte[] ReadAll(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, $"cannot be read: {failure.Message}", failure);
        }
    }
}
