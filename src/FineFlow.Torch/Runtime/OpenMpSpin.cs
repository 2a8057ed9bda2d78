using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// Limits how long libgomp's idle threads spin before they sleep. The default of several milliseconds suits idle machines. On a busy
/// machine spinning threads take processor time from the thread that they wait for, and computations become several times slower. About a
/// tenth of a millisecond spans the pauses between operators and costs little. User-set values take precedence.
/// </summary>
internal static partial class OpenMpSpin
{
    private const string Rounds = "10000";

    /// <summary>The variables by which users set it themselves.</summary>
    private static readonly string[] Choices = ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY"];

    /// <summary>Sets the limit. libgomp reads it when it is loaded together with libtorch.</summary>
    public static void Configure()
    {
        if (OperatingSystem.IsLinux() && Array.TrueForAll(Choices, name => Get(name) == 0))
        {
            // Environment.SetEnvironmentVariable does not reach the C library.
            _ = Set(Choices[0], Rounds, overwrite: 0);
        }
    }

    /// <summary>Returns the value that the C library sees; null without one.</summary>
    internal static string? Value(string name) => Marshal.PtrToStringUTF8(Get(name));

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Get(string name);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);
}
