using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>
/// The environment variables that native libraries of Linux see; <see cref="Environment.SetEnvironmentVariable(string, string?)"/> does not
/// reach them.
/// </summary>
internal static partial class NativeEnvironment
{
    /// <summary>Returns a variable's value; null without one.</summary>
    public static string? Get(string name) => Marshal.PtrToStringUTF8(Read(name));

    /// <summary>Sets a variable unless the user has.</summary>
    public static void SetDefault(string name, string value) => _ = Write(name, value, overwrite: 0);

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Read(string name);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Write(string name, string value, int overwrite);
}
