// Gives hostile bytes to what reads files and requests. What is bad must be refused as bad input; any other exception is a find.
//
//   build/fuzz.sh TARGET EXECUTIONS                                         with AFL++, which looks for inputs that reach new code
//   dotnet run -c Release --project benchmarks/FineFlow.Fuzz -- TARGET FILE...    each file once: a find again, or the corpus
using FineFlow.Fuzz;
using SharpFuzz;

if (args is not [var name, .. var files] || !FuzzTargets.Names.Contains(name))
{
    Console.Error.WriteLine($"usage: FineFlow.Fuzz TARGET [FILE...]; targets are {string.Join(", ", FuzzTargets.Names)}");
    return 2;
}

using var folder = new ScratchFolder();
Action<byte[]>? run = null;
foreach (var file in files)
{
    Run(File.ReadAllBytes(file));
}

if (files.Length == 0)
{
    Fuzzer.Run(stream =>
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        Run(bytes.ToArray());
    });
}

return 0;

// The target is created within the first run: code that counts its branches has nowhere to count them before.
void Run(byte[] bytes)
{
    run ??= FuzzTargets.CreateAsync(name, folder.Path).GetAwaiter().GetResult();
    run(bytes);
}
