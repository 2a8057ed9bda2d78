using FineFlow.Core;
using FineFlow.Core.Storage;
using FineFlow.LibtorchPatch;

if (args is not [var input, var output])
{
    Console.Error.WriteLine("usage: FineFlow.LibtorchPatch IN OUT");
    return 2;
}

try
{
    var bytes = ReadAll(input);
    var edited = LibstdcxxEdit.Apply(input, bytes);
    AtomicFile.Write(output, stream => stream.Write(bytes));
    Console.WriteLine(edited ? $"{output}: patched for libstdc++ older than GCC 13" : $"{output}: copied unchanged, nothing to patch");
    return 0;
}
catch (BadInputException refusal)
{
    Console.Error.WriteLine(refusal.Message);
    return 2;
}

static byte[] ReadAll(string path)
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
