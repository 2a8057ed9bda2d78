using System.Reflection;

namespace FineFlow.TorchSharpPatch.Tests;

/// <summary>Where the package that the build edits was restored to.</summary>
internal static class RestoredTorchSharp
{
    private static readonly string Package = typeof(RestoredTorchSharp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "TorchSharpPackage").Value!;

    public static string Assembly { get; } = Path.Combine(Package, "lib", "net8.0", "TorchSharp.dll");

    public static string Library { get; } = Path.Combine(Package, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
}
