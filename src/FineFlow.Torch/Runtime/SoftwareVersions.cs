using System.Reflection;
using System.Runtime.InteropServices;

namespace FineFlow.Torch.Runtime;

/// <summary>The software under a run.</summary>
/// <param name="FineFlow">FineFlow's version.</param>
/// <param name="TorchSharp">TorchSharp's version.</param>
/// <param name="Libtorch">libtorch's version.</param>
/// <param name="Dotnet">The .NET runtime.</param>
/// <param name="Os">The operating system.</param>
public sealed record SoftwareVersions(string FineFlow, string TorchSharp, string Libtorch, string Dotnet, string Os)
{
    /// <summary>The versions of this process.</summary>
    public static SoftwareVersions Current { get; } = new(
        Version(typeof(SoftwareVersions)),
        Version(typeof(TorchSharp.torch)),
        InstalledLibtorch.Version,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.RuntimeIdentifier);

    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
