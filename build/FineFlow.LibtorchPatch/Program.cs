using FineFlow.Core;
using FineFlow.Core.Storage;

namespace FineFlow.LibtorchPatch;

/// <summary>Writes a copy of TorchSharp's native library that loads on older systems; called by Libtorch.targets.</summary>
internal static class Program
{
    private const int Done = 0, BadInput = 2;

    internal static int Main(string[] arguments)
    {
        if (arguments is not [var input, var output])
        {
            Console.Error.WriteLine("usage: FineFlow.LibtorchPatch IN OUT");
            return BadInput;
        }

        try
        {
            var bytes = ReadAll(input);
            var edited = LibstdcxxEdit.Apply(input, bytes);
            AtomicFile.Write(output, stream => stream.Write(bytes));
            Console.WriteLine(edited ? $"{output}: patched for libstdc++ before GCC 13" : $"{output}: copied unchanged, nothing to patch");
            return Done;
        }
        catch (BadInputException refusal)
        {
            Console.Error.WriteLine(refusal.Message);
            return BadInput;
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
