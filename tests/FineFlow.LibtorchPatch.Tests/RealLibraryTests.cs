using System.Reflection;

namespace FineFlow.LibtorchPatch.Tests;

public class RealLibraryTests
{
    /// <summary>Fails when a new TorchSharp no longer needs the edit, or when a build wrote into the package cache.</summary>
    [Fact]
    public void The_restored_library_needs_the_two_edits_and_no_other()
    {
        var package = typeof(RealLibraryTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "TorchSharpPackage").Value!;
        var original = File.ReadAllBytes(Path.Combine(package, "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));
        var edited = original.ToArray();

        Assert.True(LibstdcxxEdit.Apply("libLibTorchSharp.so", edited));
        Assert.True(ExpectedEdit.Of(original).AsSpan().SequenceEqual(edited));
        Assert.False(LibstdcxxEdit.Apply("libLibTorchSharp.so", edited.ToArray()));
    }
}
