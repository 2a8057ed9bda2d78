using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// How long libgomp's idle threads spin before they sleep. Its default, milliseconds, is for machines with nothing else to do: where other
/// work wants the processor, spinning threads take it from the very thread that they wait for, and everything is several times slower. A tenth of a
/// millisecond or so spans the pauses between operators and costs little. What the user set goes before.
/// </summary>
internal static partial class OpenMpSpin
{
    private const string Rounds = "10000";

    /// <summary>The variables by which users choose themselves.</summary>
    private static readonly string[] Choices = ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY"];

    /// <summary>Sets the limit; libgomp reads it when it is loaded, with libtorch.</summary>
    public static void Configure()
    {
        if (OperatingSystem.IsLinux() && Array.TrueForAll(Choices, name => Get(name) == 0))
        {
            // .NET's own way of setting a variable does not reach the C library.
            _ = Set(Choices[0], Rounds, overwrite: 0);
        }
    }

    /// <summary>The value that the C library sees; null where there is none.</summary>
    internal static string? Value(string name) => Marshal.PtrToStringUTF8(Get(name));

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Get(string name);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);
}
